// The four faces of Liberation Serif (SIL Open Font License), as Debian ships them.
    .section .note.GNU-stack,"",%progbits
    .section .rodata
    .balign 16
    .global font_regular, font_regular_end, font_bold, font_bold_end
    .global font_italic, font_italic_end, font_bold_italic, font_bold_italic_end
    .hidden font_regular, font_regular_end, font_bold, font_bold_end
    .hidden font_italic, font_italic_end, font_bold_italic, font_bold_italic_end
font_regular:
    .incbin FONT_REGULAR
font_regular_end:
    .balign 16
font_bold:
    .incbin FONT_BOLD
font_bold_end:
    .balign 16
font_italic:
    .incbin FONT_ITALIC
font_italic_end:
    .balign 16
font_bold_italic:
    .incbin FONT_BOLD_ITALIC
font_bold_italic_end:
    .byte 0
