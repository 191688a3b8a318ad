#!/usr/bin/env python3
"""Writes Sources/Incidents/Findings/FindingTypeCatalogue.swift from finding-types.tsv.

Run from anywhere after editing the table: python3 docs/finding-types/generate.py
The table's source is the GuardDuty user guide (active and retired finding types) and its history.
"""
import csv
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "Sources/Incidents/Findings/FindingTypeCatalogue.swift"

STATUS = {
    "active": "active",
    "active-custom-detection-rule": "custom",
    "removed-from-docs": "retired",
    "retired": "retired",
    "retired-or-renamed": "retired",
}
LABELS = {"Low", "Medium", "High", "Critical"}


def lines():
    with open(HERE / "finding-types.tsv", newline="", encoding="utf-8") as table:
        for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] == "type":
                continue
            resources, severity = row[3].strip(), row[4].strip()
            if not resources or resources.startswith("("):
                resources = "-"
            if severity not in LABELS:
                severity = "-"
            yield f"{row[0]} {STATUS[row[1]]} {resources} {severity}"


HEAD = '''\
// Made by docs/finding-types/generate.py from docs/finding-types/finding-types.tsv. Edit those.

/// The finding types that GuardDuty documents or once did (GuardDuty user guide).
///
/// For display and for `cordon simulate`; a type that is not here is as good as any other.
package enum FindingTypeCatalogue {
    /// What is known of one type.
    package struct Entry: Hashable, Sendable {
        package enum Status: String, Sendable {
            case active
            /// Made by a custom detection rule of the customer's.
            case custom
            /// No longer made by GuardDuty; old findings and archives still hold it.
            case retired
        }

        package let type: FindingType
        package let status: Status
        /// The `resourceType`s that its findings have, as seen or expected; empty when neither is known.
        package let resourceTypes: [String]
        /// Nil when it varies with what was found, or is not documented.
        package let defaultSeverity: GuardDutySeverity?
    }

    /// What is known of `type`; nil for one that is not in the catalogue.
    package static func entry(for type: String) -> Entry? { entries[type] }

    /// Every entry, by name.
    package static let all = table.split(separator: "\\n").map { line in
        let columns = line.split(separator: " ").map(String.init)
        return Entry(
            type: FindingType(columns[0]),
            status: Entry.Status(rawValue: columns[1])!,
            resourceTypes: columns[2] == "-" ? [] : columns[2].split(separator: "|").map(String.init),
            defaultSeverity: GuardDutySeverity(rawValue: columns[3])
        )
    }

    private static let entries = Dictionary(uniqueKeysWithValues: all.map { ($0.type.rawValue, $0) })

    /// A line a type: name, status, resource types, default severity; `-` for none.
    private static let table = """
'''


def main():
    body = "".join(f"        {line}\n" for line in sorted(lines()))
    TARGET.write_text(HEAD + body + '        """\n}\n', encoding="utf-8")


main()
