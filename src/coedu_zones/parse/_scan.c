/* The glance of ``glance.py`` in C: which known names a text begins with, what kind of thing stands behind them, and
 * which township. It cuts texts into tokens and looks answers up that Python worked out; it decides nothing. A text
 * that it cannot tell at once is left to Python, whose answer is the same.
 *
 * A ``Scanner`` is made by ``scan.py`` and asks it, once for each, what it does not know yet: ``kind_of_char``,
 * ``kind_so_far`` and ``kind_named`` (of letters), ``head``, ``answer`` (of a head before a kind), ``townships`` (of a
 * county), ``row_in`` (of a township), ``further`` (names in a place), ``least_length`` (of a misspelt name that ends in a
 * character) and ``tidy`` (a remainder with brackets). Indices, not pointers, are kept across these calls, which may add
 * to what is known. Only one thread at a time may use a scanner.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define LONGEST 256     /* characters of a text that is scanned */
#define MOST_LETTERS 24 /* WIDEST in shapes.py */
#define MOST_KINDS 64
#define MOST_LETTER_NODES 400000
#define CACHE 8192 /* texts whose answers are at hand; a power of two */
enum { FAILED = -1, LEFT, READ, UNSETTLED };
#define NONE (-1)
#define TO_PYTHON (-2)
#define NOTHING_SETTLED (-3)
#define HOLDERS 1000000 /* added to the code of a holder, where its own townships stand under the code */

/* ---------------------------------------------------------------- tries */

typedef struct {
    uint64_t *keys; /* (node << 21 | character) + 1; 0 where free */
    int32_t *nodes;
    uint64_t mask, used;
    int32_t *value; /* of each node */
    int32_t size, room;
} Trie;

static int trie_init(Trie *t)
{
    memset(t, 0, sizeof *t);
    t->mask = 1023;
    t->room = 512;
    t->keys = PyMem_Calloc(t->mask + 1, sizeof *t->keys);
    t->nodes = PyMem_Calloc(t->mask + 1, sizeof *t->nodes);
    t->value = PyMem_Calloc(t->room, sizeof *t->value);
    if (!t->keys || !t->nodes || !t->value) {
        PyErr_NoMemory();
        return -1;
    }
    t->size = 1;
    t->value[0] = NONE;
    return 0;
}

static void trie_free(Trie *t)
{
    PyMem_Free(t->keys);
    PyMem_Free(t->nodes);
    PyMem_Free(t->value);
    memset(t, 0, sizeof *t);
}

static inline uint64_t place_of(uint64_t key, uint64_t mask) { return ((key * 0x9E3779B97F4A7C15u) >> 24) & mask; }

/* The node that a character leads to; NONE without one. */
static inline int32_t step(const Trie *t, int32_t node, uint32_t ch)
{
    uint64_t key = ((uint64_t)node << 21 | ch) + 1;
    uint64_t at = place_of(key, t->mask);
    while (t->keys[at]) {
        if (t->keys[at] == key) return t->nodes[at];
        at = (at + 1) & t->mask;
    }
    return NONE;
}

static int trie_grow(Trie *t)
{
    Trie old = *t;
    t->mask = old.mask * 2 + 1;
    t->keys = PyMem_Calloc(t->mask + 1, sizeof *t->keys);
    t->nodes = PyMem_Calloc(t->mask + 1, sizeof *t->nodes);
    if (!t->keys || !t->nodes) {
        PyMem_Free(t->keys);
        PyMem_Free(t->nodes);
        t->keys = old.keys;
        t->nodes = old.nodes;
        t->mask = old.mask;
        PyErr_NoMemory();
        return -1;
    }
    for (uint64_t i = 0; i <= old.mask; i++) {
        if (!old.keys[i]) continue;
        uint64_t at = place_of(old.keys[i], t->mask);
        while (t->keys[at]) at = (at + 1) & t->mask;
        t->keys[at] = old.keys[i];
        t->nodes[at] = old.nodes[i];
    }
    PyMem_Free(old.keys);
    PyMem_Free(old.nodes);
    return 0;
}

/* The node that a character leads to, made where there is none; NONE with an error set. */
static int32_t enter(Trie *t, int32_t node, uint32_t ch)
{
    int32_t found = step(t, node, ch);
    if (found != NONE) return found;
    if (t->used * 5 > t->mask * 3 && trie_grow(t) < 0) return NONE;
    if (t->size == t->room) {
        int32_t *more = PyMem_Realloc(t->value, (size_t)t->room * 2 * sizeof *more);
        if (!more) {
            PyErr_NoMemory();
            return NONE;
        }
        t->value = more;
        t->room *= 2;
    }
    found = t->size++;
    t->value[found] = NONE;
    uint64_t key = ((uint64_t)node << 21 | ch) + 1;
    uint64_t at = place_of(key, t->mask);
    while (t->keys[at]) at = (at + 1) & t->mask;
    t->keys[at] = key;
    t->nodes[at] = found;
    t->used++;
    return found;
}

static int32_t enter_text(Trie *t, int32_t node, PyObject *text)
{
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text) && node != NONE; i++)
        node = enter(t, node, PyUnicode_READ_CHAR(text, i));
    return node;
}

/* Enter every text of a dictionary with the number that it stands for. */
static int trie_fill(Trie *t, PyObject *words)
{
    PyObject *word, *number;
    Py_ssize_t pos = 0;
    if (!PyDict_Check(words)) {
        PyErr_SetString(PyExc_TypeError, "expected a dictionary of texts and numbers");
        return -1;
    }
    while (PyDict_Next(words, &pos, &word, &number)) {
        if (!PyUnicode_Check(word)) {
            PyErr_SetString(PyExc_TypeError, "expected a dictionary of texts and numbers");
            return -1;
        }
        long value = PyLong_AsLong(number);
        int32_t node = enter_text(t, 0, word);
        if (node == NONE || (value == -1 && PyErr_Occurred())) return -1;
        t->value[node] = (int32_t)value;
    }
    return 0;
}

/* ---------------------------------------------------------------- what is kept */

enum { STRONG = 1, PLAIN_FULL = 2, OPEN = 4, USED_FULL = 8, HIGH = 16, COMMON = 32 }; /* of names, as scan.py sets them */
enum { OFFICE = 256, CALLED = 512, OF_DIVISIONS = 1024, JOINS = 2048 }; /* of cues, beside the letter */

typedef struct {
    int32_t end;
    int32_t weak;   /* where the last name begins if it is a stem; NONE else */
    int32_t county; /* in which townships behind a deep head lie; 0: left to Python */
    int8_t known, deep;
    int32_t *answers; /* of each kind */
} Head;

typedef struct {
    PyObject *bare, *with_rest; /* the row without and with a remainder */
    int32_t county, end; /* of the names that were read; behind the last may stand more of the head */
    int32_t holder;      /* where a closer look would find a further name; 0: nothing may change the answer */
    int32_t above, last; /* where it would find another one for the last, a stem, and where that begins; 0: it would not */
    int8_t keeps, tells; /* what stands behind is the remainder; the row takes a township's name and code */
} Answer;

typedef struct {
    int8_t state; /* 0: no township of today; 1: one; 2: left to Python */
    PyObject *name, *code;
    PyObject *names; /* a tuple of whole names with the stem */
    PyObject *from, *row; /* the row that it was last put into, and the row with it */
} Town;

typedef struct {
    PyObject *names; /* a tuple of the names inside a place that may be misspelt */
} Holder;

typedef struct {
    PyObject *text, *row, *rest;
} Cached;

typedef struct {
    PyObject_HEAD
    PyObject *source; /* the object that is asked */
    PyObject *missing; /* the row of a missing text */
    Py_ssize_t at_name, at_code; /* where in a row a township's name and code stand; −1: nowhere */
    uint16_t *chars;   /* what each character is written as; 0: left to Python */
    uint8_t *kinds;    /* the letter of each character; 0: not known yet */
    uint8_t *least;    /* 1 and the length from which on a misspelt name may end in a character; 0: not known yet */
    Trie names, cues, heads, letters, towns;
    int32_t *named; /* the kind of whole letters, by node of letters */
    int32_t named_room;
    Head *head;
    int32_t n_heads, room_heads;
    Answer *answer;
    int32_t n_answers, room_answers;
    Town *town;
    int32_t n_towns, room_towns;
    Holder *holder;
    int32_t n_holders, room_holders;
    int32_t n_kinds, behind;
    int longest_learnt, most_unread; /* see kinds.py and shapes.py */
    int longest_name, most_windows; /* see spelling.py */
    int longest_called; /* see cues.py */
    uint64_t called_so; /* a bit for each kind */
    char township;
    int tells; /* whether rows take townships at all */
    Cached *cache;
} Scanner;

typedef struct {
    uint32_t text[LONGEST + 2];
    int32_t size;
    int same; /* the text as it was given */
} Chars;

typedef struct {
    int32_t answer, town; /* the township that the row takes; NONE without one */
    int32_t head_end, kind;
    int32_t rest; /* where the remainder begins */
} Reading;

/* Make room for one more; 0, or -1 with an error set. */
static int room_for(void **items, int32_t count, int32_t *room, size_t size)
{
    if (count < *room) return 0;
    int32_t more = *room ? *room * 2 : 256;
    void *found = PyMem_Realloc(*items, (size_t)more * size);
    if (!found) {
        PyErr_NoMemory();
        return -1;
    }
    memset((char *)found + (size_t)*room * size, 0, (size_t)(more - *room) * size);
    *items = found;
    *room = more;
    return 0;
}

/* ---------------------------------------------------------------- tokens */

static char kind_of(Scanner *s, uint32_t ch)
{
    if (!s->kinds[ch]) {
        PyObject *found = PyObject_CallMethod(s->source, "kind_of_char", "C", (int)ch);
        if (!found) return 0;
        if (!PyUnicode_Check(found) || PyUnicode_GET_LENGTH(found) != 1 || PyUnicode_READ_CHAR(found, 0) > 127) {
            Py_DECREF(found);
            PyErr_SetString(PyExc_TypeError, "expected one letter");
            return 0;
        }
        s->kinds[ch] = (uint8_t)PyUnicode_READ_CHAR(found, 0);
        Py_DECREF(found);
    }
    return (char)s->kinds[ch];
}

/* The length of the longest word of a trie at a place, and its value. */
static inline int32_t longest(const Trie *t, const Chars *c, int32_t pos, int32_t *value)
{
    int32_t node = 0, length = 0;
    for (int32_t i = pos; i < c->size; i++) {
        node = step(t, node, c->text[i]);
        if (node == NONE) break;
        if (t->value[node] != NONE) {
            length = i + 1 - pos;
            *value = t->value[node];
        }
    }
    return length;
}

/* The value of a stretch of a text in a trie; NONE without one. */
static int32_t value_of(const Trie *t, const Chars *c, int32_t pos, int32_t end)
{
    int32_t node = 0;
    for (; pos < end && node != NONE; pos++) node = step(t, node, c->text[pos]);
    return node == NONE ? NONE : t->value[node];
}

/* The length of the longest cue at a place, and its letter. An office is none where its last character begins a name:
 * 镇｜长江路.
 */
static int32_t cue_at(const Scanner *s, const Chars *c, int32_t pos, int32_t *letter)
{
    int32_t found = 0, behind = 0, length = longest(&s->cues, c, pos, &found);
    if (found & OFFICE)
        for (int32_t end = pos + length + 1; end <= pos + length + s->longest_called && end < c->size; end++)
            if (cue_at(s, c, end, &behind) && behind & CALLED) {
                length--;
                found = value_of(&s->cues, c, pos, pos + length);
                break;
            }
    if (length) *letter = found & ~OFFICE;
    return length;
}

/* The letter alone. */
static inline char letter_of(int32_t letter) { return (char)(letter & 0xFF); }

/* Whether a word of two characters and more begins with the two at a place. */
static inline int begins(const Trie *t, const Chars *c, int32_t pos)
{
    if (pos + 1 >= c->size) return 0;
    int32_t node = step(t, 0, c->text[pos]);
    return node != NONE && step(t, node, c->text[pos + 1]) != NONE;
}

static inline int starts(const Scanner *s, const Chars *c, int32_t pos)
{
    return begins(&s->names, c, pos) || begins(&s->cues, c, pos);
}

/* Whether a cue may begin at a place, by its first two characters. */
static inline int may_be_cue(const Scanner *s, const Chars *c, int32_t pos)
{
    int32_t node = step(&s->cues, 0, c->text[pos]);
    return node != NONE && (s->cues.value[node] != NONE || (pos + 1 < c->size && step(&s->cues, node, c->text[pos + 1]) != NONE));
}

/* The first place from pos on that is no mark and no opening bracket; NONE with an error set. */
static int32_t behind_marks(Scanner *s, const Chars *c, int32_t pos)
{
    for (; pos < c->size; pos++) {
        char kind = kind_of(s, c->text[pos]);
        if (!kind) return NONE;
        if (kind != ',' && kind != '(') break;
    }
    return pos;
}

/* Where a cue ends that begins with the last character of the names that end at ``end``; ``end`` without one. */
static int32_t across(const Scanner *s, const Chars *c, int32_t end)
{
    int32_t value;
    if (!starts(s, c, end - 1) || longest(&s->names, c, end, &value)) return end;
    int32_t length = cue_at(s, c, end - 1, &value);
    return length > 1 && cue_at(s, c, end, &value) < length ? end - 1 + length : end;
}

/* Whether the cue of an institution that a division has begins at a place, and none right before it that goes over it. */
static int begins_institution(const Scanner *s, const Chars *c, int32_t pos)
{
    int32_t value = 0, before;
    return cue_at(s, c, pos, &value) && value & OF_DIVISIONS && cue_at(s, c, pos - 1, &before) < 2;
}

/* Where the names end that begin at a place, one overlapping the next; 0 when none is read there (see tokens.py). */
static int32_t names_at(const Scanner *s, const Chars *c, int32_t start)
{
    int32_t flags, value, length = longest(&s->names, c, start, &flags), end = start + length;
    if (!length) return 0;
    int open = flags & OPEN || starts(s, c, end - 1);
    if (!(flags & STRONG)) {
        for (int32_t pos = start + 1; open && pos < end; pos++) {
            int32_t cue_end = pos + cue_at(s, c, pos, &value);
            if (cue_end > end && cue_end > pos + length) return 0;
        }
        if (cue_at(s, c, start, &value) > length) return 0;
    }
    for (int32_t pos = start + 1; open && pos < end; pos++) {
        int32_t node = 0, reach = end;
        for (int32_t i = pos; i < c->size; i++) {
            node = step(&s->names, node, c->text[i]);
            if (node == NONE) break;
            value = s->names.value[node];
            if (i >= reach && value != NONE && (value & STRONG || i + 1 == c->size || begins_institution(s, c, i + 1)))
                reach = i + 1;
        }
        end = reach;
    }
    return end;
}

/* The length of the stem that stands at a place, 0 without one; TO_PYTHON where it is not plain; NONE with an error. */
static int32_t stem_at(Scanner *s, const Chars *c, int32_t pos)
{
    int32_t first = 0, flags;
    while (pos < c->size) {
        int32_t end = names_at(s, c, pos);
        if (!end) {
            char kind = kind_of(s, c->text[pos]);
            if (!kind) return NONE;
            if (kind != ',' || may_be_cue(s, c, pos)) return first;
            if (first) return TO_PYTHON;
            while (pos < c->size && kind_of(s, c->text[pos]) == ',' && !may_be_cue(s, c, pos)) pos++;
            if (PyErr_Occurred()) return NONE;
            return longest(&s->names, c, pos, &flags) ? TO_PYTHON : 0;
        }
        flags = value_of(&s->names, c, pos, end);
        if (flags != NONE && flags & USED_FULL) return TO_PYTHON;
        if (!first) first = end - pos;
        if (across(s, c, end) != end) break;
        pos = end;
    }
    return first;
}

/* Whether no full name stands in the rest of a text, no stem of a province or prefecture before a mark or the end, and no
 * word for a part of any town behind a word that joins two; NONE with an error set.
 */
static int is_plain(Scanner *s, const Chars *c, int32_t from)
{
    for (int32_t pos = from; pos < c->size; pos++) {
        int32_t node = 0;
        for (int32_t i = pos; i < c->size; i++) {
            node = step(&s->names, node, c->text[i]);
            if (node == NONE) break;
            int32_t flags = s->names.value[node];
            if (flags == NONE) continue;
            if (flags & PLAIN_FULL) return 0;
            if (flags & COMMON && pos > from) {
                int32_t letter;
                if (cue_at(s, c, pos - 1, &letter) == 1 && letter & JOINS) return 0; /* 鄞州区与｜江北区 */
            }
            if (flags & HIGH) {
                char kind = i + 1 == c->size ? ',' : kind_of(s, c->text[i + 1]);
                if (!kind) return NONE;
                if (kind == ',' || kind == '(' || kind == ')' || kind == ':') return 0;
            }
        }
    }
    return 1;
}

/* ---------------------------------------------------------------- kinds */

/* What the source says of letters: a kind, or TO_PYTHON while it is open; NONE with an error set. */
static int32_t ask_kind(Scanner *s, const char *method, const char *letters, int n)
{
    PyObject *found = PyObject_CallMethod(s->source, method, "s#", letters, (Py_ssize_t)n);
    if (!found) return NONE;
    long kind = PyLong_AsLong(found);
    Py_DECREF(found);
    if (kind == -1 && PyErr_Occurred()) return NONE;
    if (kind >= s->n_kinds) {
        PyErr_SetString(PyExc_ValueError, "there is no such kind");
        return NONE;
    }
    return kind < 0 ? TO_PYTHON : (int32_t)kind;
}

static int32_t kind_at(Scanner *s, const Chars *c, int32_t pos, int32_t stem)
{
    char letters[MOST_LETTERS + 1];
    int n = 0, unread = stem < s->most_unread ? stem : s->most_unread;
    int32_t node = 0, letter = 0;
    for (int i = 0; i < unread; i++) {
        letters[n++] = 'H';
        if ((node = enter(&s->letters, node, 'H')) == NONE) return NONE;
    }
    pos += stem;
    int32_t end = pos < c->size ? across(s, c, pos) : pos;
    if (end != pos) { /* a cue begins with the last character of the names */
        letters[0] = letter_of(value_of(&s->cues, c, pos - 1, end));
        if ((node = enter(&s->letters, 0, (uint32_t)letters[0])) == NONE) return NONE;
        n = 1;
        pos = end;
    }
    while (pos < c->size && n < MOST_LETTERS) {
        int32_t length = cue_at(s, c, pos, &letter);
        char one;
        if (length) {
            one = letter_of(letter);
            unread = 0;
            pos += length;
        } else {
            one = kind_of(s, c->text[pos]);
            if (!one) return NONE;
            pos++;
            if (one == '(' || one == ')') {
                unread = 0;
            } else if (one == 'H') {
                if (++unread > s->most_unread) continue;
            } else {
                unread = 0;
                if (n && letters[n - 1] == one) continue;
            }
        }
        letters[n++] = one;
        if ((node = enter(&s->letters, node, (uint32_t)one)) == NONE) return NONE;
        if (n > s->longest_learnt) continue;
        int32_t kind = s->letters.value[node];
        if (kind == NONE) {
            if ((kind = ask_kind(s, "kind_so_far", letters, n)) == NONE) return NONE;
            s->letters.value[node] = kind;
        }
        if (kind >= 0) return kind;
    }
    if (node >= s->named_room) {
        int32_t more = s->letters.room;
        int32_t *found = PyMem_Realloc(s->named, (size_t)more * sizeof *found);
        if (!found) {
            PyErr_NoMemory();
            return NONE;
        }
        for (int32_t i = s->named_room; i < more; i++) found[i] = NONE;
        s->named = found;
        s->named_room = more;
    }
    int32_t kind = s->named[node];
    if (kind == NONE) {
        if ((kind = ask_kind(s, "kind_named", letters, n)) == NONE) return NONE;
        if (node < s->named_room) s->named[node] = kind;
    }
    return kind;
}

/* ---------------------------------------------------------------- townships */

/* Enter the townships of a county, as (stem, state, name, code, whole names); the node of the county, or NONE. */
static int32_t county_node(Scanner *s, int32_t county)
{
    int32_t root = step(&s->towns, 0, (uint32_t)county);
    if (root != NONE) return root;
    PyObject *found = PyObject_CallMethod(s->source, "townships", "i", (int)county);
    if (!found) return NONE;
    root = enter(&s->towns, 0, (uint32_t)county);
    if (root == NONE || !PyList_Check(found)) {
        if (root != NONE) PyErr_SetString(PyExc_TypeError, "expected a list of townships");
        Py_DECREF(found);
        return NONE;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(found); i++) {
        PyObject *stem, *name, *code, *names;
        int state;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(found, i), "UiUUO!", &stem, &state, &name, &code, &PyTuple_Type, &names) ||
            room_for((void **)&s->town, s->n_towns, &s->room_towns, sizeof *s->town) < 0) {
            Py_DECREF(found);
            return NONE;
        }
        int32_t node = enter_text(&s->towns, root, stem);
        if (node == NONE) {
            Py_DECREF(found);
            return NONE;
        }
        if (s->towns.value[node] != NONE) continue; /* the first of a stem has all that bear it */
        Town *town = &s->town[s->n_towns];
        town->state = (int8_t)state;
        town->name = Py_NewRef(name);
        town->code = Py_NewRef(code);
        town->names = Py_NewRef(names);
        s->towns.value[node] = s->n_towns++;
    }
    Py_DECREF(found);
    return root;
}

static int matches(const Chars *c, int32_t pos, PyObject *name)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(name);
    if (pos + size > c->size) return 0;
    for (Py_ssize_t i = 0; i < size; i++)
        if (PyUnicode_READ_CHAR(name, i) != c->text[pos + i]) return 0;
    return 1;
}

/* The township of a county that stands at a place, with its end: an index, NONE without one, TO_PYTHON; -3 with an error. */
static int32_t township_at(Scanner *s, const Chars *c, int32_t county, int32_t pos, int32_t *end)
{
    if (pos >= c->size) return NONE;
    int32_t node = county_node(s, county);
    if (node == NONE) return -3;
    int32_t found[32], lengths[32], n = 0;
    for (int32_t i = pos; i < c->size && n < 32; i++) {
        node = step(&s->towns, node, c->text[i]);
        if (node == NONE) break;
        if (s->towns.value[node] != NONE) {
            found[n] = s->towns.value[node];
            lengths[n++] = i + 1 - pos;
        }
    }
    while (n--) {
        const Town *town = &s->town[found[n]];
        int32_t letter = 0, cue = cue_at(s, c, pos + lengths[n], &letter);
        int32_t length = 0;
        if (cue && letter_of(letter) == s->township) {
            length = lengths[n] + cue;
        } else {
            for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(town->names); i++) {
                PyObject *name = PyTuple_GET_ITEM(town->names, i);
                if (matches(c, pos, name)) {
                    length = (int32_t)PyUnicode_GET_LENGTH(name);
                    break;
                }
            }
        }
        if (!length && town->state == 2 && lengths[n] > 1) return TO_PYTHON; /* 余杭区乔司 lies in 临平区 */
        if (!length) continue;
        *end = pos + length;
        return town->state == 1 ? found[n] : town->state == 2 ? TO_PYTHON : NONE;
    }
    return NONE;
}

/* ---------------------------------------------------------------- further names */

/* The node of a holder, whose stems of townships follow it; its value is the holder's number. NONE with an error set. */
static int32_t holder_node(Scanner *s, int32_t code)
{
    uint32_t key = (uint32_t)code + HOLDERS;
    int32_t root = step(&s->towns, 0, key);
    if (root != NONE) return root;
    PyObject *found = PyObject_CallMethod(s->source, "further", "i", (int)code), *stems, *names;
    if (!found) return NONE;
    if (!PyArg_ParseTuple(found, "O!O!", &PyList_Type, &stems, &PyTuple_Type, &names) ||
        room_for((void **)&s->holder, s->n_holders, &s->room_holders, sizeof *s->holder) < 0 ||
        (root = enter(&s->towns, 0, key)) == NONE) {
        Py_DECREF(found);
        return NONE;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(stems); i++) {
        PyObject *stem = PyList_GET_ITEM(stems, i);
        int32_t node = PyUnicode_Check(stem) ? enter_text(&s->towns, root, stem) : NONE;
        if (node == NONE) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected stems");
            Py_DECREF(found);
            return NONE;
        }
        s->towns.value[node] = 0;
    }
    s->holder[s->n_holders].names = Py_NewRef(names);
    s->towns.value[root] = s->n_holders++;
    Py_DECREF(found);
    return root;
}

/* Whether a stretch may be a name with one slip: a character that is another, missing or one too many, or two that
 * changed places.
 */
static int is_near(const Chars *c, int32_t pos, int32_t end, PyObject *name)
{
    int32_t size = (int32_t)PyUnicode_GET_LENGTH(name), length = end - pos;
    if (length < size - 1 || length > size + 1) return 0;
    int32_t shorter = length < size ? length : size, more = length < size ? size : length, same = 0, last = 0;
    while (same < shorter && c->text[pos + same] == PyUnicode_READ_CHAR(name, same)) same++;
    while (last < shorter - same && c->text[end - 1 - last] == PyUnicode_READ_CHAR(name, size - 1 - last)) last++;
    if (same + last >= more - 1) return 1;
    return length == size && same + last == size - 2 && c->text[pos + same] == PyUnicode_READ_CHAR(name, same + 1) &&
           c->text[pos + same + 1] == PyUnicode_READ_CHAR(name, same);
}

/* From which length on a misspelt name may end in a character, 0 for what no name holds; FAILED with an error set. */
static int least_length(Scanner *s, uint32_t ch)
{
    if (!s->least[ch]) {
        PyObject *found = PyObject_CallMethod(s->source, "least_length", "C", (int)ch);
        if (!found) return FAILED;
        long length = PyLong_AsLong(found);
        Py_DECREF(found);
        if (length < 0 || length > 100) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "expected a length");
            return FAILED;
        }
        s->least[ch] = (uint8_t)(length + 1);
    }
    return s->least[ch] - 1;
}

/* Whether a stretch at a place may misspell one of the names inside a holder; FAILED with an error set. */
static int is_misspelt(Scanner *s, const Chars *c, int32_t holder, int32_t pos)
{
    int windows = 0;
    for (int32_t end = pos + 1; end <= c->size && end - pos <= s->longest_name && windows < s->most_windows; end++) {
        int least = least_length(s, c->text[end - 1]);
        if (least <= 0) return least;
        if (least > end - pos) continue;
        windows++;
        PyObject *names = s->holder[holder].names;
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++)
            if (is_near(c, pos, end, PyTuple_GET_ITEM(names, i))) return 1;
    }
    return 0;
}

/* Whether the name of a township, of those behind a node, may stand at a place and end behind ``known``. */
static int is_township(const Scanner *s, const Chars *c, int32_t node, int32_t pos, int32_t known)
{
    for (int32_t i = pos; i < c->size; i++) {
        node = step(&s->towns, node, c->text[i]);
        if (node == NONE) break;
        if (s->towns.value[node] == NONE) continue;
        int32_t letter = 0, cue = cue_at(s, c, i + 1, &letter);
        if (cue && letter_of(letter) == s->township ? i + 1 + cue > known : i > pos && i + 1 > known) return 1;
    }
    return 0;
}

/* Whether a closer look behind the names of a place, which end at pos, finds nothing: no name, no township, no slip; nor
 * another name for the last one, where that is a stem; FAILED with an error set. It may be too careful.
 */
static int is_quiet(Scanner *s, const Chars *c, const Answer *answer, int32_t pos)
{
    int32_t code = answer->holder, above = answer->above, last = answer->last, end = answer->end;
    for (int32_t at = pos; at < c->size - 1; at++) {
        int32_t node = 0;
        for (int32_t i = at; i < c->size; i++) {
            node = step(&s->names, node, c->text[i]);
            if (node == NONE) break;
            if (s->names.value[node] != NONE && (at != pos || s->names.value[node] & STRONG)) return 0;
        }
    }
    int32_t inside = holder_node(s, code);
    if (inside == NONE) return FAILED;
    int found = is_misspelt(s, c, s->towns.value[inside], pos);
    if (!above) return found < 0 ? FAILED : !found && !is_township(s, c, inside, pos, pos);
    if (found) return found < 0 ? FAILED : 0;
    int32_t anywhere = holder_node(s, 0), around = anywhere == NONE ? NONE : holder_node(s, above);
    if (around == NONE) return FAILED;
    if (is_township(s, c, anywhere, pos, pos) || is_township(s, c, anywhere, last, end)) return 0;
    found = is_misspelt(s, c, s->towns.value[around], last);
    return found < 0 ? FAILED : !found;
}

/* ---------------------------------------------------------------- heads and answers */

/* Learn what the source knows of a head; 0, or -1 with an error set. */
static int learn_head(Scanner *s, int32_t at, const Chars *c, int32_t end)
{
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, c->text, end);
    if (!text) return -1;
    PyObject *found = PyObject_CallMethod(s->source, "head", "O", text);
    Py_DECREF(text);
    if (!found) return -1;
    int deep, county, weak;
    if (!PyArg_ParseTuple(found, "pii", &deep, &county, &weak)) {
        Py_DECREF(found);
        return -1;
    }
    int32_t *answers = PyMem_Malloc(MOST_KINDS * sizeof *answers);
    if (!answers) {
        Py_DECREF(found);
        PyErr_NoMemory();
        return -1;
    }
    for (int i = 0; i < MOST_KINDS; i++) answers[i] = NONE;
    s->head[at] = (Head){end, weak, county, 1, (int8_t)deep, answers};
    Py_DECREF(found);
    return 0;
}

/* What the source answers on a head before a kind: an index, TO_PYTHON or NOTHING_SETTLED; NONE with an error set. */
static int32_t answer_of(Scanner *s, int32_t at, const Chars *c, int32_t kind)
{
    int32_t known = s->head[at].answers[kind];
    if (known != NONE) return known;
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, c->text, s->head[at].end);
    if (!text) return NONE;
    PyObject *found = PyObject_CallMethod(s->source, "answer", "Oi", text, (int)kind);
    Py_DECREF(text);
    if (!found) return NONE;
    known = found == Py_False ? NOTHING_SETTLED : TO_PYTHON;
    if (PyTuple_Check(found)) {
        PyObject *bare, *with_rest;
        int county, end, holder, above, last, keeps, tells;
        if (!PyArg_ParseTuple(found, "OOiiiiipp", &bare, &with_rest, &county, &end, &holder, &above, &last, &keeps, &tells) ||
            room_for((void **)&s->answer, s->n_answers, &s->room_answers, sizeof *s->answer) < 0) {
            Py_DECREF(found);
            return NONE;
        }
        known = s->n_answers++;
        s->answer[known] = (Answer){Py_NewRef(bare), Py_NewRef(with_rest), county, end,
                                      holder, above, last, (int8_t)keeps, (int8_t)tells};
    }
    Py_DECREF(found);
    s->head[at].answers[kind] = known;
    return known;
}

/* ---------------------------------------------------------------- one text */

static int clean(const Scanner *s, PyObject *text, Chars *c)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    if (size == 0 || size > LONGEST || kind == PyUnicode_4BYTE_KIND) return 0;
    const void *data = PyUnicode_DATA(text);
    c->same = 1;
    for (Py_ssize_t i = 0; i < size; i++) {
        uint32_t raw = PyUnicode_READ(kind, data, i), ch = s->chars[raw];
        if (!ch) return 0;
        c->same &= ch == raw;
        c->text[i] = ch;
    }
    c->size = (int32_t)size;
    return 1;
}

/* Whether a name that begins inside a head, or a cue on its last character, goes on behind it. */
static int goes_on(const Scanner *s, const Chars *c, int32_t end)
{
    if (end == c->size) return 0;
    if (starts(s, c, end - 1)) return 1;
    for (int32_t pos = 0; pos < end - 1; pos++) {
        int32_t node = 0;
        for (int32_t i = pos; i <= end && node != NONE; i++) node = step(&s->names, node, c->text[i]);
        if (node != NONE) return 1;
    }
    return 0;
}

/* The length of the stem behind a deep head, read name by name from the start of the text; TO_PYTHON where its names do
 * not end with the head, NONE with an error set.
 */
static int32_t walked_stem(Scanner *s, const Chars *c, int32_t head_end)
{
    int32_t pos = 0, full_end = 0, after = 0, stem = 0;
    while (pos < c->size) {
        int32_t end = names_at(s, c, pos);
        if (!end) {
            char kind = kind_of(s, c->text[pos]);
            if (!kind) return NONE;
            if (!pos || kind != ',' || may_be_cue(s, c, pos)) break;
            pos++;
            continue;
        }
        int32_t flags = value_of(&s->names, c, pos, end);
        if (flags != NONE && flags & USED_FULL) {
            full_end = end;
            stem = 0;
        } else if (!stem) {
            after = pos;
            stem = end - pos;
        }
        pos = end;
        if (across(s, c, end) != end) break;
    }
    return full_end == head_end && (!stem || after == head_end) ? stem : TO_PYTHON;
}

/* Read a text: READ with its reading, LEFT when it is left to Python, UNSETTLED when a glance of Python would settle
 * nothing either, FAILED with an error set.
 */
static int scan(Scanner *s, const Chars *c, Reading *out)
{
    int32_t at = NONE, end = longest(&s->heads, c, 0, &at);
    if (!end) return LEFT;
    if (!s->head[at].known && learn_head(s, at, c, end) < 0) return FAILED;
    int deep = s->head[at].deep;
    int crossed = goes_on(s, c, end);
    if (crossed && !deep) return LEFT;
    int32_t weak = s->head[at].weak, letter;
    if (weak >= 0 && weak + cue_at(s, c, weak, &letter) > end) return LEFT; /* a longer cue takes its place */
    int32_t stem = crossed ? walked_stem(s, c, end) : stem_at(s, c, end);
    if (stem < 0) return stem == NONE ? FAILED : LEFT;
    if (stem && !deep) return LEFT;
    int32_t start = behind_marks(s, c, end);
    if (start == NONE) return FAILED;
    if (!stem && start > end && longest(&s->names, c, start, &letter)) return UNSETTLED; /* 深圳市（宝安） */
    int whole = deep && start == end && end < c->size;
    int32_t town = NONE, town_end = 0, kind, answer;
    if (whole) {
        int32_t county = s->head[at].county;
        if (!county) return LEFT;
        town = township_at(s, c, county, end, &town_end);
        if (town == -3) return FAILED;
        if (town == TO_PYTHON) return UNSETTLED;
    }
    if (town != NONE) {
        kind = s->behind;
        int plain = is_plain(s, c, town_end);
        if (plain != 1) return plain ? FAILED : UNSETTLED;
    } else {
        kind = kind_at(s, c, end, stem);
        if (kind < 0) return kind == NONE ? FAILED : LEFT;
        if (stem && !(s->called_so >> kind & 1)) return UNSETTLED;
        int plain = is_plain(s, c, end);
        if (plain != 1) return plain ? FAILED : UNSETTLED;
    }
    answer = answer_of(s, at, c, kind);
    if (answer < 0) return answer == NONE ? FAILED : answer == NOTHING_SETTLED ? UNSETTLED : LEFT;
    int32_t behind = s->answer[answer].end == end ? start : s->answer[answer].end;
    if (!whole) {
        town = township_at(s, c, s->answer[answer].county, behind, &town_end);
        if (town == -3) return FAILED;
        if (town == TO_PYTHON) return UNSETTLED;
    }
    if (s->answer[answer].holder && (town == NONE || !s->answer[answer].above)) {
        if (town != NONE) return UNSETTLED;
        const Answer asked = s->answer[answer]; /* which may be moved meanwhile */
        int quiet = is_quiet(s, c, &asked, behind);
        if (quiet != 1) return quiet == FAILED ? FAILED : LEFT;
    }
    const Answer *found = &s->answer[answer];
    *out = (Reading){answer, NONE, end, kind, 0};
    out->rest = found->keeps ? found->end : c->size;
    if (town != NONE) {
        out->rest = town_end;
        if (s->tells) out->town = town;
    }
    return READ;
}

static int is_mark(uint32_t ch)
{
    switch (ch) {
    case ' ': case ',': case 0xFF0C: case 0x3001: case '/': case '|': case '-': case ':': case 0xFF1A: case 0xFF09: case 0xFF08:
        return 1;
    }
    return 0;
}

/* The remainder from a place on, without the marks around it; NULL with an error set. */
static PyObject *rest_of(Scanner *s, PyObject *text, const Chars *c, int32_t start)
{
    int32_t end = c->size, bracket = 0;
    while (start < end && is_mark(c->text[start])) start++;
    while (start < end && is_mark(c->text[end - 1])) end--;
    for (int32_t i = start; i < end; i++) bracket |= c->text[i] == '(' || c->text[i] == ')';
    PyObject *rest = c->same ? PyUnicode_Substring(text, start, end)
                             : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, c->text + start, end - start);
    if (bracket && rest) {
        PyObject *tidy = PyObject_CallMethod(s->source, "tidy", "O", rest);
        Py_DECREF(rest);
        rest = tidy;
        if (rest && !PyUnicode_Check(rest)) {
            Py_CLEAR(rest);
            PyErr_SetString(PyExc_TypeError, "expected a text");
        }
    }
    return rest;
}

/* ---------------------------------------------------------------- columns */

/* Start anew with letters when there are too many; 0, or -1 with an error set. */
static int forget_letters(Scanner *s)
{
    if (s->letters.size < MOST_LETTER_NODES) return 0;
    trie_free(&s->letters);
    PyMem_Free(s->named);
    s->named = NULL;
    s->named_room = 0;
    return trie_init(&s->letters);
}

/* The row of a reading, a new reference, with a township in it where one was read; NULL with an error set.
 * Where the township says more than its name, the source is asked.
 */
static PyObject *row_of(Scanner *s, const Chars *c, const Reading *reading, int has_rest)
{
    const Answer *answer = &s->answer[reading->answer];
    PyObject *row = has_rest ? answer->with_rest : answer->bare, *changed;
    if (reading->town == NONE || (answer->tells && s->at_name < 0 && s->at_code < 0)) return Py_NewRef(row);
    Town *town = &s->town[reading->town];
    if (town->from == row) return Py_NewRef(town->row);
    if (answer->tells) {
        Py_ssize_t size = PyTuple_GET_SIZE(row);
        if (!(changed = PyTuple_New(size))) return NULL;
        for (Py_ssize_t j = 0; j < size; j++)
            PyTuple_SET_ITEM(changed, j, Py_NewRef(j == s->at_name   ? town->name
                                                   : j == s->at_code ? town->code
                                                                     : PyTuple_GET_ITEM(row, j)));
    } else {
        PyObject *head = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, c->text, reading->head_end);
        if (!head) return NULL;
        changed = PyObject_CallMethod(s->source, "row_in", "OiOi", head, (int)reading->kind, town->code, has_rest);
        Py_DECREF(head);
        if (!changed) return NULL;
        town = &s->town[reading->town];
        answer = &s->answer[reading->answer];
        row = has_rest ? answer->with_rest : answer->bare;
    }
    Py_XSETREF(town->from, Py_NewRef(row));
    Py_XSETREF(town->row, changed);
    return Py_NewRef(changed);
}

/* Read one object, as ``scan`` does: READ with new references to its row and its remainder. */
static int read_one(Scanner *s, PyObject *text, PyObject **row, PyObject **rest)
{
    if (text == Py_None) {
        *row = Py_NewRef(s->missing);
        *rest = Py_NewRef(Py_None);
        return READ;
    }
    if (!PyUnicode_CheckExact(text)) return LEFT;
    Py_hash_t hash = PyObject_Hash(text);
    Cached *cached = &s->cache[hash & (CACHE - 1)];
    if (cached->text) {
        int same = cached->text == text ? 1 : PyObject_RichCompareBool(cached->text, text, Py_EQ);
        if (same < 0) return FAILED;
        if (same) {
            *row = Py_NewRef(cached->row);
            *rest = Py_NewRef(cached->rest);
            return READ;
        }
    }
    Chars c;
    Reading reading;
    if (!clean(s, text, &c)) return LEFT;
    int done = scan(s, &c, &reading);
    if (done != READ) return done;
    PyObject *found = reading.rest < c.size ? rest_of(s, text, &c, reading.rest) : PyUnicode_New(0, 0);
    if (!found) return FAILED;
    PyObject *made = row_of(s, &c, &reading, PyUnicode_GET_LENGTH(found) > 0);
    if (!made) {
        Py_DECREF(found);
        return FAILED;
    }
    *row = made;
    *rest = found;
    Cached old = *cached;
    *cached = (Cached){Py_NewRef(text), Py_NewRef(*row), Py_NewRef(*rest)};
    Py_XDECREF(old.text);
    Py_XDECREF(old.row);
    Py_XDECREF(old.rest);
    return READ;
}

PyDoc_STRVAR(rows_doc,
"rows(texts, rows, rests, unsettled) -> list\n\n"
"Append the row and the remainder of each text; None for both where a text is left to Python. The numbers of those are\n"
"given back, or put into ``unsettled`` where a glance would settle nothing.");

static PyObject *scanner_rows(Scanner *s, PyObject *args)
{
    PyObject *texts, *rows, *rests, *unsettled;
    if (!PyArg_ParseTuple(args, "O!O!O!O!", &PyList_Type, &texts, &PyList_Type, &rows, &PyList_Type, &rests, &PyList_Type,
                          &unsettled))
        return NULL;
    if (forget_letters(s) < 0) return NULL;
    PyObject *left = PyList_New(0);
    if (!left) return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = Py_NewRef(PyList_GET_ITEM(texts, i)), *row = NULL, *rest = NULL;
        int done = read_one(s, text, &row, &rest);
        Py_DECREF(text);
        if (done == LEFT || done == UNSETTLED) {
            row = Py_NewRef(Py_None);
            rest = Py_NewRef(Py_None);
            PyObject *number = PyLong_FromSsize_t(i);
            if (!number || PyList_Append(done == LEFT ? left : unsettled, number) < 0) done = FAILED;
            Py_XDECREF(number);
        }
        if (done != FAILED && (PyList_Append(rows, row) < 0 || PyList_Append(rests, rest) < 0)) done = FAILED;
        Py_XDECREF(row);
        Py_XDECREF(rest);
        if (done == FAILED) {
            Py_DECREF(left);
            return NULL;
        }
    }
    return left;
}

PyDoc_STRVAR(spread_doc,
"spread(rows, columns, start)\n\nPut the values of rows, which are tuples, into lists from ``start`` on.");

static PyObject *spread(PyObject *module, PyObject *args)
{
    PyObject *rows, *columns;
    Py_ssize_t start;
    if (!PyArg_ParseTuple(args, "O!O!n", &PyList_Type, &rows, &PyList_Type, &columns, &start)) return NULL;
    Py_ssize_t n = PyList_GET_SIZE(rows), width = PyList_GET_SIZE(columns);
    for (Py_ssize_t j = 0; j < width; j++)
        if (!PyList_Check(PyList_GET_ITEM(columns, j)) || start < 0 || PyList_GET_SIZE(PyList_GET_ITEM(columns, j)) < start + n) {
            PyErr_SetString(PyExc_ValueError, "expected lists that are long enough");
            return NULL;
        }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *row = PyList_GET_ITEM(rows, i);
        if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) != width) {
            PyErr_SetString(PyExc_ValueError, "expected a tuple as wide as there are columns");
            return NULL;
        }
        for (Py_ssize_t j = 0; j < width; j++)
            PyList_SetItem(PyList_GET_ITEM(columns, j), start + i, Py_NewRef(PyTuple_GET_ITEM(row, j)));
    }
    Py_RETURN_NONE;
}

/* ---------------------------------------------------------------- the type */

PyDoc_STRVAR(know_doc, "know(heads)\n\nTake these texts for heads.");

static PyObject *scanner_know(Scanner *s, PyObject *heads)
{
    PyObject *all = PySequence_Fast(heads, "expected a list of heads");
    if (!all) return NULL;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(all); i++) {
        PyObject *text = PySequence_Fast_GET_ITEM(all, i);
        if (!PyUnicode_Check(text) || !PyUnicode_GET_LENGTH(text)) {
            PyErr_SetString(PyExc_TypeError, "expected texts");
            Py_DECREF(all);
            return NULL;
        }
        int32_t node = enter_text(&s->heads, 0, text);
        if (node == NONE || room_for((void **)&s->head, s->n_heads, &s->room_heads, sizeof *s->head) < 0) {
            Py_DECREF(all);
            return NULL;
        }
        if (s->heads.value[node] == NONE) s->heads.value[node] = s->n_heads++;
    }
    Py_DECREF(all);
    Py_RETURN_NONE;
}

static int scanner_traverse(Scanner *s, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(s));
    Py_VISIT(s->source);
    Py_VISIT(s->missing);
    return 0;
}

static int scanner_clear(Scanner *s)
{
    Py_CLEAR(s->source);
    Py_CLEAR(s->missing);
    return 0;
}

static void scanner_dealloc(Scanner *s)
{
    PyTypeObject *type = Py_TYPE(s);
    PyObject_GC_UnTrack(s);
    scanner_clear(s);
    for (int32_t i = 0; i < s->n_heads; i++) PyMem_Free(s->head[i].answers);
    for (int32_t i = 0; i < s->n_answers; i++) {
        Py_XDECREF(s->answer[i].bare);
        Py_XDECREF(s->answer[i].with_rest);
    }
    for (int32_t i = 0; i < s->n_towns; i++) {
        Py_XDECREF(s->town[i].name);
        Py_XDECREF(s->town[i].code);
        Py_XDECREF(s->town[i].names);
        Py_XDECREF(s->town[i].from);
        Py_XDECREF(s->town[i].row);
    }
    if (s->cache)
        for (int i = 0; i < CACHE; i++) {
            Py_XDECREF(s->cache[i].text);
            Py_XDECREF(s->cache[i].row);
            Py_XDECREF(s->cache[i].rest);
        }
    PyMem_Free(s->cache);
    PyMem_Free(s->head);
    PyMem_Free(s->answer);
    for (int32_t i = 0; i < s->n_holders; i++) Py_XDECREF(s->holder[i].names);
    PyMem_Free(s->holder);
    PyMem_Free(s->town);
    PyMem_Free(s->named);
    PyMem_Free(s->chars);
    PyMem_Free(s->kinds);
    PyMem_Free(s->least);
    trie_free(&s->names);
    trie_free(&s->cues);
    trie_free(&s->heads);
    trie_free(&s->letters);
    trie_free(&s->towns);
    type->tp_free((PyObject *)s);
    Py_DECREF(type);
}

static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    static char *names[] = {"source", "chars", "names", "cues", "kinds", "behind", "called_so", "township", "missing", "tells", "towns",
                             "longest_learnt", "most_unread", "longest_name", "most_windows", "longest_called", NULL};
    PyObject *source, *words, *cues, *missing;
    Py_ssize_t at_name, at_code;
    Py_buffer chars;
    int kinds, behind, township, tells, longest_learnt, most_unread, longest_name, most_windows, longest_called;
    unsigned long long called_so;
    if (!PyArg_ParseTupleAndKeywords(args, kwds, "Oy*OOiiKCOp(nn)iiiii", names, &source, &chars, &words, &cues, &kinds, &behind,
                                     &called_so, &township, &missing, &tells, &at_name, &at_code, &longest_learnt, &most_unread, &longest_name, &most_windows,
                                     &longest_called))
        return NULL;
    Scanner *s = (Scanner *)type->tp_alloc(type, 0);
    if (!s || chars.len != 0x10000 * 2 || kinds > MOST_KINDS) {
        if (s) PyErr_SetString(PyExc_ValueError, "expected 65,536 characters, and no more kinds than 64");
        goto fail;
    }
    s->source = Py_NewRef(source);
    s->missing = Py_NewRef(missing);
    s->n_kinds = kinds;
    s->behind = behind;
    s->called_so = called_so;
    s->township = (char)township;
    s->tells = tells;
    s->at_name = at_name;
    s->at_code = at_code;
    s->longest_learnt = longest_learnt;
    s->most_unread = most_unread;
    s->longest_name = longest_name;
    s->most_windows = most_windows;
    s->longest_called = longest_called;
    s->chars = PyMem_Malloc(0x10000 * 2);
    s->kinds = PyMem_Calloc(0x10000, 1);
    s->least = PyMem_Calloc(0x10000, 1);
    s->cache = PyMem_Calloc(CACHE, sizeof *s->cache);
    if (!s->chars || !s->kinds || !s->least || !s->cache) {
        PyErr_NoMemory();
        goto fail;
    }
    memcpy(s->chars, chars.buf, 0x10000 * 2);
    if (trie_init(&s->names) < 0 || trie_init(&s->cues) < 0 || trie_init(&s->heads) < 0 || trie_init(&s->letters) < 0 ||
        trie_init(&s->towns) < 0 || trie_fill(&s->names, words) < 0 || trie_fill(&s->cues, cues) < 0)
        goto fail;
    PyBuffer_Release(&chars);
    return (PyObject *)s;
fail:
    PyBuffer_Release(&chars);
    Py_XDECREF(s);
    return NULL;
}

static PyMethodDef scanner_methods[] = {
    {"know", (PyCFunction)scanner_know, METH_O, know_doc},
    {"rows", (PyCFunction)scanner_rows, METH_VARARGS, rows_doc},
    {NULL},
};

static PyType_Slot scanner_slots[] = {
    {Py_tp_doc, "Reads texts by the heads, kinds and townships that it knows; asks ``source`` for the others."},
    {Py_tp_new, scanner_new},
    {Py_tp_dealloc, scanner_dealloc},
    {Py_tp_traverse, scanner_traverse},
    {Py_tp_clear, scanner_clear},
    {Py_tp_methods, scanner_methods},
    {0, NULL},
};

static PyType_Spec scanner_spec = {
    .name = "coedu_zones.parse._scan.Scanner",
    .basicsize = sizeof(Scanner),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = scanner_slots,
};

static PyMethodDef functions[] = {
    {"spread", spread, METH_VARARGS, spread_doc},
    {NULL},
};

static int module_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &scanner_spec, NULL);
    if (!type) return -1;
    int added = PyModule_AddObjectRef(module, "Scanner", type);
    Py_DECREF(type);
    return added;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_scan",
    .m_doc = "Reads plain addresses in C; see scan.py.",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__scan(void) { return PyModuleDef_Init(&definition); }
