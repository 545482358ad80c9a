"""The tables of project.sqlite."""

import sqlite3

SCHEMA_VERSION = 1

# `picture` holds what never changes about a file; `image` says which pictures are in the dataset
# now, with which label and split. A removed picture keeps its row while a version names it.
TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE class (
    name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE picture (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, source TEXT NOT NULL,
    provenance TEXT NOT NULL, added REAL NOT NULL);
CREATE TABLE image (
    id TEXT PRIMARY KEY REFERENCES picture (id), label TEXT NOT NULL REFERENCES class (name),
    split TEXT NOT NULL CHECK (split IN ('train', 'valid', 'test'))) WITHOUT ROWID;
CREATE INDEX image_label ON image (label);
CREATE TABLE label_change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, image TEXT NOT NULL, old TEXT, new TEXT,
    who TEXT NOT NULL, why TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX label_change_image ON label_change (image);
CREATE TABLE version (
    number INTEGER PRIMARY KEY, created REAL NOT NULL, note TEXT NOT NULL,
    fingerprint TEXT NOT NULL UNIQUE, classes TEXT NOT NULL);
CREATE TABLE version_image (
    version INTEGER NOT NULL REFERENCES version (number),
    image TEXT NOT NULL REFERENCES picture (id), label TEXT NOT NULL,
    split TEXT NOT NULL CHECK (split IN ('train', 'valid', 'test')),
    PRIMARY KEY (version, image)) WITHOUT ROWID;
CREATE INDEX version_image_image ON version_image (image);
CREATE TABLE run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    status TEXT NOT NULL, settings TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES version (number),
    results TEXT NOT NULL, created REAL NOT NULL, ended REAL);
CREATE TABLE staged (
    image TEXT PRIMARY KEY, action TEXT NOT NULL CHECK (action IN ('delete', 'relabel', 'keep')),
    label TEXT, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE cleaning (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    version_before INTEGER NOT NULL REFERENCES version (number),
    version_after INTEGER NOT NULL REFERENCES version (number),
    deleted INTEGER NOT NULL, relabelled INTEGER NOT NULL, at REAL NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE answer (
    question TEXT PRIMARY KEY, text TEXT NOT NULL, mark TEXT, revealed INTEGER NOT NULL,
    saved REAL NOT NULL) WITHOUT ROWID;
"""
# Tables that came to version 1 later: made in a project that lacks them, passed over by an app
# that does not know them.
LATER = """
CREATE TABLE IF NOT EXISTS unlabelled (
    id TEXT PRIMARY KEY REFERENCES picture (id)) WITHOUT ROWID;
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create every table in one transaction, so that a schema is whole or absent."""
    connection.executescript(
        f"BEGIN; {TABLES} {LATER} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )


def add_later_tables(connection: sqlite3.Connection) -> None:
    """Bring a project of before up to what this app reads; one that has it all is not written."""
    found = connection.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('picture', 'unlabelled')"
    ).fetchone()
    if found[0] == 1:
        connection.executescript(f"BEGIN IMMEDIATE; {LATER} COMMIT;")
