#!/bin/bash
# man.sh COLOA vi|en VERSION - the manual page from what the program itself says with --help.
set -eu
coloa=$1 lang=$2 version=$3
roff() { sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"; }
if [ "$lang" = vi ]; then
    name=TÊN about="an toàn hệ thống thông tin theo cấp độ" commands="LỆNH" codes="MÃ KẾT QUẢ" files="TỆP"
    code_text=("đã xong" "từ chối, không thay đổi gì" "sai cách dùng" "máy hỏng: đĩa, cơ sở dữ liệu, khóa")
    file_text=("dữ liệu khi cài bằng gói" "tùy chọn của dịch vụ")
else
    name=NAME about="information systems kept safe by level" commands="COMMANDS" codes="EXIT STATUS" files="FILES"
    code_text=("done" "refused, nothing changed" "usage" "the machine failed: disk, database, lock")
    file_text=("data, when installed from the package" "options of the service")
fi
printf '.TH COLOA 1 "" "coloa %s" "Cổ Loa"\n.SH %s\ncoloa \\- %s\n.SH %s\n.nf\n' "$version" "$name" "$about" "$commands"
"$coloa" --help --lang "$lang" | roff
printf '.fi\n.SH %s\n' "$codes"
for i in 0 1 2 3; do printf '.TP\n.B %s\n%s\n' "$i" "$(roff <<<"${code_text[$i]}")"; done
printf '.SH %s\n.TP\n.I /var/lib/coloa\n%s\n.TP\n.I /etc/default/coloa\n%s\n' "$files" "${file_text[0]}" "${file_text[1]}"
