/// Which addresses a webhook may reach when it is not said that it may reach private ones.
package enum PublicAddress {
    /// Whether `address`, numeric IPv4 or IPv6, is of the public internet (IANA's special-purpose address registries).
    /// What is not understood is not allowed.
    package static func allows(_ address: String) -> Bool {
        if address.contains(":") { return allows(v6: address) }
        guard let v4 = octets(address) else { return false }
        return allows(v4: v4)
    }

    private static func octets(_ text: String) -> [UInt8]? {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        return octets.count == 4 ? octets : nil
    }

    private static func allows(v4 octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1]) {
        case (0, _), (10, _), (127, _), (224..., _): false
        case (100, 64...127): false  // shared address space, RFC 6598
        case (169, 254): false  // link-local: instance metadata
        case (172, 16...31), (192, 168): false
        case (192, 0): octets[2] != 0 && octets[2] != 2
        case (198, 18...19): false
        case (198, 51): octets[2] != 100
        case (203, 0): octets[2] != 113
        default: true
        }
    }

    private static func allows(v6 text: String) -> Bool {
        let address = text.lowercased().split(separator: "%").first.map(String.init) ?? ""
        // An IPv4 address in an IPv6 one is judged as what it is: ::ffff:10.0.0.1.
        if let last = address.split(separator: ":").last, last.contains(".") {
            guard let v4 = octets(String(last)) else { return false }
            return address.hasPrefix("::ffff:") && allows(v4: v4)
        }
        // Global unicast is 2000::/3; of it, 2001:db8::/32 is for documentation, 2002::/16 and 2001::/32 are tunnels.
        guard let first = UInt16(address.prefix { $0 != ":" }, radix: 16), first & 0xE000 == 0x2000 else {
            return false
        }
        let second = address.dropFirst(address.prefix { $0 != ":" }.count + 1).prefix { $0 != ":" }
        return first != 0x2002 && !(first == 0x2001 && ["db8", "0db8", "", "0", "0000"].contains(second))
    }
}
