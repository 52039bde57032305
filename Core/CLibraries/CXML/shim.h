#include <libxml/xmlversion.h>
/* Where libxml2 was built with ICU, its headers show ICU's types, of which Foundation has others by the same names. */
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>
