#include <sqlite3.h>

// Binds a copy of a text of `count` bytes: SQLITE_TRANSIENT is a cast, which Swift cannot import.
static inline int study_sqlite_bind_text(sqlite3_stmt *statement, int place, const char *text,
                                         int count) {
    return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}
