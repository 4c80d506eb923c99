"""What Whoosh raises where an index is damaged."""

import pickle
import re
import struct
import zlib

from whoosh.fields import FieldConfigurationError
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError

# Whoosh unpickles what it reads, and a damaged pickle can raise nearly anything. These came up in 4,500
# trials with bytes changed or cut off in each file of an index.
DAMAGE = (
    AssertionError,
    AttributeError,
    CorruptIndexError,
    EOFError,
    FieldConfigurationError,
    FileFormatError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    TypeError,
    ValueError,
    WhooshIndexError,
    pickle.UnpicklingError,
    re.error,
    struct.error,
    zlib.error,
)
