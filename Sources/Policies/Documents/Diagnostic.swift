/// A place in a document. Lines and columns count from 1, columns in Unicode scalars.
package struct SourcePlace: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line`, as a reason in a decision names a document.
    package var description: String { "\(file):\(line)" }

    package static func < (a: SourcePlace, b: SourcePlace) -> Bool {
        (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
}

/// One thing that is wrong with the documents, printed as compilers print it: `file:line:column: error: …`.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Nil when it is about the file as a whole.
    package var place: SourcePlace?
    package var message: String

    package init(at place: SourcePlace, _ message: String) {
        file = place.file
        self.place = place
        self.message = message
    }

    package init(file: String, _ message: String) {
        self.file = file
        self.message = message
    }

    package var description: String {
        guard let place else { return "\(file): error: \(message)" }
        return "\(file):\(place.line):\(place.column): error: \(message)"
    }
}

/// Everything that is wrong with a set of documents: all of it, by file and place.
package struct PolicyErrors: Error, Hashable, Sendable, CustomStringConvertible {
    package var diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
