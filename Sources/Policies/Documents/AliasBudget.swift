/// Keeps aliases of aliases of aliases ("a billion laughs") from blowing a file up, before it is parsed.
///
/// A value can only repeat what was anchored before it, so a file expands at most by the product, over the stretches
/// between anchors, of the aliases in each. What looks like an anchor or an alias is counted in comments and texts too:
/// the estimate errs on the high side only.
enum AliasBudget {
    static let limit = 100_000

    /// Where `text` exceeds the budget, lines and columns from 1; nil if it does not.
    static func exceeded(in text: String) -> (line: Int, column: Int)? {
        let text = Array(text.unicodeScalars)
        var (product, aliases) = (1, 0)
        for index in text.indices.dropLast() {
            guard text[index] == "*" || text[index] == "&", isName(text[index + 1]),
                index == 0 || mayPrecedeToken.contains(text[index - 1])
            else { continue }
            if text[index] == "*" {
                aliases += 1
                continue
            }
            product *= aliases + 1
            aliases = 0
            if product > limit {
                let before = text[..<index]
                return (before.count { $0 == "\n" } + 1, index - (before.lastIndex(of: "\n") ?? -1))
            }
        }
        return nil
    }

    /// White space and breaks as libyaml knows them, and what opens or parts values within brackets.
    private static let mayPrecedeToken = Set(" \t\r\n\u{85}\u{2028}\u{2029}\u{FEFF},[{:".unicodeScalars)

    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_".unicodeScalars.contains(scalar))
    }
}
