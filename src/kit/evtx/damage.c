// damage.c - names of what may be wrong with a file.
#include "kit/evtx/evtx.h"

const char *evtx_why_key(evtx_why why)
{
    switch (why) {
    case EVTX_FILE_HEAD: return "file-head";
    case EVTX_FILE_SUM: return "file-sum";
    case EVTX_FILE_CUT: return "file-cut";
    case EVTX_CHUNK_HEAD: return "chunk-head";
    case EVTX_CHUNK_SUM: return "chunk-sum";
    case EVTX_DATA_SUM: return "data-sum";
    case EVTX_CHUNK_BEHIND: return "chunk-behind";
    case EVTX_CHUNK_SPACE: return "chunk-space";
    case EVTX_RECORD_GAP: return "record-gap";
    case EVTX_RECORD_TORN: return "record-torn";
    case EVTX_RECORD_LOST: return "record-lost";
    case EVTX_XML_CUT: return "xml-cut";
    case EVTX_XML_TOKEN: return "xml-token";
    case EVTX_XML_NAME: return "xml-name";
    case EVTX_XML_TEMPLATE: return "xml-template";
    case EVTX_XML_EMPTY: return "xml-empty";
    case EVTX_XML_DEEP: return "xml-deep";
    case EVTX_XML_LARGE: return "xml-large";
    case EVTX_XML_STEPS: return "xml-steps";
    case EVTX_SEEN_FULL: return "seen-full";
    }
    return NULL;
}

bool evtx_why_is_note(evtx_why why)
{
    return why == EVTX_FILE_SUM || why == EVTX_CHUNK_SUM || why == EVTX_DATA_SUM ||
           why == EVTX_CHUNK_BEHIND;
}
