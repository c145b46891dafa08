/* fontconfig_leaks.h - Pango reads the list of fonts in a thread of its own, and what fontconfig holds there
 * when the program ends looks like a leak to LeakSanitizer: between 0 and some hundred kilobytes, the same
 * after one picture and after a hundred. Our own memory is counted by counted_memory.h all the same. */
#ifndef XENIA_TEST_FONTCONFIG_LEAKS_H
#define XENIA_TEST_FONTCONFIG_LEAKS_H

const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

#endif
