import Incidents
import Testing

@Suite struct FindingTypeTests {
    static let types: [(text: String, parts: [String?])] = [
        ("CryptoCurrency:EC2/BitcoinTool.B!DNS", ["CryptoCurrency", "EC2", "BitcoinTool", "B", "DNS"]),
        ("Backdoor:EC2/C&CActivity.B", ["Backdoor", "EC2", "C&CActivity", "B", nil]),
        ("Recon:EC2/PortProbeUnprotectedPort", ["Recon", "EC2", "PortProbeUnprotectedPort", nil, nil]),
        ("Execution:EC2/MaliciousFile!Snapshot", ["Execution", "EC2", "MaliciousFile", nil, "Snapshot"]),
        (
            "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
            ["UnauthorizedAccess", "IAMUser", "InstanceCredentialExfiltration", "OutsideAWS", nil]
        ),
        ("Policy:S3", ["Policy", "S3", nil, nil, nil]),
        ("Policy:", ["Policy", nil, nil, nil, nil]),
        (":/.!", [nil, nil, nil, nil, nil]),
        ("something else", [nil, nil, nil, nil, nil]),
        ("", [nil, nil, nil, nil, nil]),
    ]

    @Test(arguments: types) func typeIsTakenApartLeniently(text: String, parts: [String?]) {
        let type = FindingType(text)
        #expect(
            [type.threatPurpose, type.resourceTypeAffected, type.threatFamily, type.detectionMechanism, type.artifact]
                == parts
        )
        #expect(type.description == text)
    }

    @Test func catalogueKnowsTheDocumentedTypes() {
        let entry = FindingTypeCatalogue.entry(for: "CryptoCurrency:EC2/BitcoinTool.B!DNS")
        #expect(entry?.status == .active)
        #expect(entry?.resourceTypes == ["Instance"])
        #expect(entry?.defaultSeverity == .high)
        #expect(FindingTypeCatalogue.entry(for: "Backdoor:EC2/XORDDOS")?.status == .retired)
        #expect(FindingTypeCatalogue.entry(for: "Backdoor:EC2/XORDDOS")?.defaultSeverity == nil)
        #expect(FindingTypeCatalogue.entry(for: "Impact:SES/ResourceHijacking")?.status == .custom)
        #expect(FindingTypeCatalogue.entry(for: "No:Such/Type") == nil)
    }

    @Test func everyEntryOfTheCatalogueIsAType() {
        #expect(FindingTypeCatalogue.all.count == 252)
        for entry in FindingTypeCatalogue.all {
            #expect(entry.type.threatFamily != nil)
            #expect(entry.status != .active || entry.resourceTypes.allSatisfy { !$0.contains(" ") })
        }
    }
}
