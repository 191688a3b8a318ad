/// The text of one file of documents.
package struct SourceText: Hashable, Sendable {
    /// The file's path, as diagnostics print it.
    package var name: String
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
