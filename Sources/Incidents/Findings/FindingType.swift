/// The parts of a finding type, `ThreatPurpose:ResourceTypeAffected/ThreatFamilyName.DetectionMechanism!Artifact`
/// (GuardDuty user guide, "GuardDuty finding format").
///
/// Lenient: text of another form keeps what can be told and leaves the rest nil, for types are added faster than software.
package struct FindingType: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    /// What the attacker is after: `Backdoor`, `CredentialAccess`.
    package let threatPurpose: String?
    /// `EC2`, `IAMUser`, `S3`, `Runtime`: the family of the type, not the finding's `resourceType`.
    package let resourceTypeAffected: String?
    /// `C&CActivity`, `BitcoinTool`.
    package let threatFamily: String?
    /// `Custom`, `B`, `OutsideAWS`.
    package let detectionMechanism: String?
    /// `DNS`, `Snapshot`.
    package let artifact: String?

    package init(_ rawValue: String) {
        self.rawValue = rawValue
        let (purpose, affected) = Self.cut(rawValue, at: ":")
        let (resource, threat) = affected.map { Self.cut($0, at: "/") } ?? (nil, nil)
        let (named, artifact) = threat.map { Self.cut($0, at: "!") } ?? (nil, nil)
        let (family, mechanism) = named.map { Self.cut($0, at: ".") } ?? (nil, nil)
        threatPurpose = affected == nil ? nil : purpose.flatMap(Self.nonEmpty)
        resourceTypeAffected = resource.flatMap(Self.nonEmpty)
        threatFamily = family.flatMap(Self.nonEmpty)
        detectionMechanism = mechanism.flatMap(Self.nonEmpty)
        self.artifact = artifact.flatMap(Self.nonEmpty)
    }

    package var description: String { rawValue }

    private static func cut(_ text: String, at separator: Character) -> (String?, String?) {
        guard let index = text.firstIndex(of: separator) else { return (text, nil) }
        return (String(text[..<index]), String(text[text.index(after: index)...]))
    }

    private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}
