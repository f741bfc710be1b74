/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base64: bytes on a line of text (RFC 4648, section 4, always padded).
 *
 * No allocation; the caller owns all memory.
 */
#ifndef FABRIC_BASE64_H
#define FABRIC_BASE64_H

#include <stddef.h>
#include <sys/types.h>

/* Characters that base64_encode() writes for @length bytes, without a NUL. */
#define BASE64_LENGTH(length) (((length) + 2) / 3 * 4)

/* Write the text of @length bytes to @text; returns its length. No NUL is added. */
size_t base64_encode(char *text, const void *bytes, size_t length);

/*
 * Turn @length characters back into bytes. @bytes must have room for length / 4 * 3 and may be
 * @text itself. Returns the number of bytes, or -1 for text that base64_encode() cannot have
 * written: a foreign character, a length that is not a multiple of four, misplaced padding,
 * left-over bits that are not zero.
 */
ssize_t base64_decode(void *bytes, const char *text, size_t length);

#endif
