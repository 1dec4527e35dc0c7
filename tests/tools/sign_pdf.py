#!/usr/bin/env python3
"""sign_pdf.py FOLDER - a root certificate and signed PDFs for the journeys, made with the openssl command.

FOLDER/root.pem, other.pem; signed.pdf (sound), altered.pdf (one byte of the page changed after signing),
extended.pdf (something appended after signing), stranger.pdf (signed under other.pem), plain.pdf (unsigned).
"""
import pathlib
import subprocess
import sys

HEX = 12000


def openssl(*words, **more):
    done = subprocess.run(("openssl", *words), capture_output=True, **more)
    if done.returncode:
        raise SystemExit(f"openssl {words[0]}: {done.stderr.decode()}")
    return done.stdout


def authority(folder, name, title):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-days", "3650",
            "-subj", f"/O=Cơ quan Mẫu/CN={title}", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem",
            "-addext", "keyUsage=critical,keyCertSign")


def person(folder, name, under, title):
    key, ask, cert = (folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-keyout", key, "-out", ask,
            "-subj", f"/O=Sở Mẫu 01/CN={title}")
    rules = folder / "rules.cnf"
    rules.write_text("keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\n")
    openssl("x509", "-req", "-in", ask, "-CA", folder / f"{under}.pem", "-CAkey", folder / f"{under}.key", "-days", "365",
            "-set_serial", "0x1001", "-extfile", rules, "-out", cert)
    return cert, key


def document(words, signed):
    """A page that says `words`; with room for a signature, and where its dictionary begins."""
    content = f"BT /F1 14 Tf 72 720 Td ({words}) Tj ET"
    form = "/AcroForm << /SigFlags 3 /Fields [5 0 R] >> " if signed else ""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {form}>>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 << "
               "/Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >>" + (" /Annots [5 0 R]" if signed else "") + " >>",
               f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"]
    if signed:
        objects += ["<< /Type /Annot /Subtype /Widget /FT /Sig /T (S1) /Rect [0 0 0 0] /P 3 0 R /V 6 0 R >>",
                    "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange "
                    f"[0 00000000 00000000 00000000] /Contents <{'0' * HEX}> >>"]
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010} 00000 n \n".encode() for at in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def sign(pdf, cert, key):
    begin = pdf.index(b"/Contents <") + len(b"/Contents ")
    end = begin + HEX + 2
    pdf = pdf.replace(b"[0 00000000 00000000 00000000]", f"[0 {begin:08} {end:08} {len(pdf) - end:08}]".encode())
    message = openssl("cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256", "-nosmimecap", "-signer", cert, "-inkey", key,
                      input=pdf[:begin] + pdf[end:])
    text = message.hex().encode()
    return pdf[:begin + 1] + text + pdf[begin + 1 + len(text):]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    authority(folder, "root", "CA gốc Mẫu")
    authority(folder, "other", "CA khác")
    good = sign(document("QUYET DINH phe duyet cap do", True), *person(folder, "clerk", "root", "Nguyễn Thị Minh Khai"))
    strange = sign(document("QUYET DINH phe duyet cap do", True), *person(folder, "stranger", "other", "Đặng Văn Lạ"))
    altered = good.replace(b"phe duyet", b"phe duyeT", 1)
    for name, pdf in (("signed", good), ("altered", altered), ("extended", good + b"9 0 obj\n<< >>\nendobj\n%%EOF\n"),
                      ("stranger", strange), ("plain", document("khong ky", False))):
        (folder / f"{name}.pdf").write_bytes(pdf)


main()
