/// What YAML makes of text written without quotes. YAML readers disagree (`no` is false in YAML 1.1, text in 1.2; `0123`
/// is 83 in one and 123 in the other), so Cordon takes none of it for text and asks for quotes instead.
enum PlainScalar {
    /// `a boolean`, `a number` or `null` when some YAML reader takes `text` for that; nil when all take it for text.
    static func otherMeaning(of text: String) -> String? {
        switch text.lowercased() {
        case "", "~", "null": "null"
        case "true", "false", "yes", "no", "on", "off": "a boolean"
        default: isNumber(text[...]) ? "a number" : nil
        }
    }

    /// Integers in any base, floats, and sexagesimals (`12:30`), with underscores, of YAML 1.1 and 1.2.
    private static func isNumber(_ text: Substring) -> Bool {
        var digits = text.lowercased()[...]
        if let sign = digits.first, "+-".contains(sign) { digits.removeFirst() }
        if digits == ".inf" || digits == ".nan" { return true }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
            return isDigits(digits.dropFirst(2), radix: radix)
        }
        if digits.contains(":") {
            return digits.split(separator: ":", omittingEmptySubsequences: false).allSatisfy { isDecimal($0) }
        }
        let parts = digits.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return isDecimal(digits) }
        let exponent = parts[1].first.map { "+-".contains($0) } == true ? parts[1].dropFirst() : parts[1]
        return isDecimal(parts[0]) && isDigits(exponent, radix: 10)
    }

    private static func isDecimal(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.contains { !$0.isEmpty }
            && parts.allSatisfy { $0.isEmpty || isDigits($0, radix: 10) }
    }

    private static func isDigits(_ text: Substring, radix: Int) -> Bool {
        text.contains { $0 != "_" }
            && text.allSatisfy { $0 == "_" || $0.isASCII && ($0.hexDigitValue ?? radix) < radix }
    }
}
