internal import Incidents

/// Text that must not be seen: it prints, dumps and interpolates as `***`.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that needs it.
    package let revealed: String

    package init(_ text: String) { revealed = text }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Reader<Secret?> {
    /// Text that messages do not show; nil for empty text.
    static let secret = Reader(schema: ["type": "string"]) { node, reading in
        guard let text = reading.text(of: node, secret: true) else { return nil }
        return .some(text.isEmpty ? nil : Secret(text))
    }
}
