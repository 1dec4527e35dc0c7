#!/bin/bash
# papers_render_test.sh PAPER_TEST - lets LibreOffice set every form of every pack and looks at the pages: none is
# refused, page 1 is unnumbered, later pages are, no mark is left, the fonts are the Times faces.
# Skipped (77) where LibreOffice is not installed.
set -u
command -v soffice >/dev/null && command -v pdftotext >/dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
COLOA_PAPERS_OUT=$work "$1" >/dev/null 2>&1 || { echo "the papers were not made"; exit 1; }
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work"/*.docx \
    >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
bad=0
fail() {
    echo "$1: $2"
    bad=1
}
for docx in "$work"/*.docx; do
    name=$(basename "$docx" .docx)
    pdf=$work/$name.pdf
    [ -s "$pdf" ] || { fail "$name" "LibreOffice gave no PDF"; continue; }
    pages=$(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }')
    size=$(pdfinfo "$pdf" | awk '/^Page size:/ { printf "%d x %d", $3 + 0.5, $5 + 0.5 }')
    [ "$size" = "595 x 842" ] || fail "$name" "page of $size points"
    case $name in
    *mau-0[12345]* | *quyet-dinh*) [ "$pages" -le 2 ] || fail "$name" "$pages pages" ;;
    *mau-0[67]* | *phuong-an*) [ "$pages" -le 3 ] || fail "$name" "$pages pages" ;;
    *ho-so*) [ "$pages" -ge 8 ] || fail "$name" "$pages pages" ;;
    *danh-muc*) [ "$pages" -le 2 ] || fail "$name" "$pages pages" ;;
    *) [ "$pages" -ge 2 ] && [ "$pages" -le 9 ] || fail "$name" "$pages pages" ;;
    esac
    expected=0 papers=0
    for ((page = 1; page <= pages; page++)); do
        first=$(pdftotext -f $page -l $page -layout "$pdf" - | grep -m1 '[^[:space:]]' | tr -d '[:space:]')
        if [[ $name == *ho-so ]]; then # each paper of the whole counts from 1, which it does not show
            if [ "$first" = $((expected + 1)) ] && [ $expected -gt 0 ]; then
                expected=$((expected + 1))
            else
                papers=$((papers + 1)) expected=1
            fi
        elif [ $page = 1 ]; then
            [ "$first" != 1 ] || fail "$name" "page 1 is numbered"
        else
            [ "$first" = $page ] || fail "$name" "page $page begins with $first"
        fi
    done
    [[ $name != *ho-so ]] || [ $papers = 5 ] || fail "$name" "$papers papers"
    pdftotext "$pdf" - | grep -q '[{}]\{2\}' && fail "$name" "a mark is left"
    pdffonts "$pdf" | tail -n +3 | grep -qv 'LiberationSerif\|TimesNewRoman\|Tinos' && fail "$name" "another font than Times"
done
exit $bad
