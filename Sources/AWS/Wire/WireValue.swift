/// A request as a tree, on its way from an operation's properties to a form or to XML: text, named members in the
/// order of their declaration, or a list.
enum WireValue: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        var name: String
        var value: WireValue
    }
    case text(String)
    case structure([Member])
    case list([WireValue])
}
