import Foundation
import Testing

@testable import AWS

@Suite struct XMLTests {
    private func parse(_ text: String) throws -> XMLElement { try XMLParser.parse(Data(text.utf8)) }

    @Test(arguments: [
        ("<a/>", ""),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a> x </a>\n", " x "),
        ("\u{FEFF}<a>x</a>", "x"),
        ("<ns:a xmlns:ns='urn:x' b='>' c=\"/'>\">x</ns:a >", "x"),
        ("<a>1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&apos;</a>", "1 < 2 && 3 > 2 \"'"),
        ("<a>&#65;&#x42;&#x1F600;</a>", "AB😀"),
        ("<a><!-- <b> -->x<!-- - --></a>", "x"),
        ("<a>x<![CDATA[<b> & ]] >]]>y</a>", "x<b> & ]] >y"),
        ("<a b='x'/>", ""),
    ])
    func textIsRead(_ xml: String, _ text: String) throws {
        let root = try parse(xml)
        #expect(root.name == "a")
        #expect(root.text == text)
        #expect(root.children.isEmpty)
    }

    @Test(arguments: [
        "", "   ", "plain", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a/>x", "<a>&nbsp;</a>", "<a>&#xD800;</a>",
        "<a>& </a>",
        "<a", "<a b='", "<>x</>", "< a/>", "<a><!-- </a>", "<a><![CDATA[</a>", "<?xml", "<a><b</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><!DOCTYPE b></a>", "<a></a", "<a>x",
        String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65),
    ])
    func whatIsNoDocumentIsRefused(_ xml: String) {
        #expect(throws: XMLSyntaxError.self) { try parse(xml) }
    }

    @Test func bytesThatAreNoUTF8AreRefused() {
        #expect(throws: XMLSyntaxError.self) {
            try XMLParser.parse(Data([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]))
        }
    }

    @Test func everyPrefixOfADocumentIsRefusedAndNoneCrashes() {
        let whole = Array("<?xml version='1.0'?><a b=\"c\"><d>&amp;&#x41;<![CDATA[e]]></d><!-- f --><g/></a>".utf8)
        for length in 0..<whole.count {
            #expect(throws: XMLSyntaxError.self) { try XMLParser.parse(Data(whole[..<length])) }
        }
    }

    struct Item: Decodable, Equatable {
        var key: String
        var count: Int?
        enum CodingKeys: String, CodingKey {
            case key = "Key"
            case count = "Count"
        }
    }
    struct Answer: Decodable, Equatable {
        var name: String
        var on: Bool
        var at: Date
        var ratio: Double?
        var items: [Item]
        var absent: [String]
        var optional: [String]?
    }

    @Test func membersListsAndAbsentListsAreDecoded() throws {
        let root = try parse(
            """
            <x><name></name><on>true</on><at>2026-11-24T02:04:30.000Z</at><ratio>0.5</ratio><unknown><y/></unknown>
              <items><item><key>a</key><count>7</count></item><member><Key> b </Key></member></items></x>
            """
        )
        let answer = try XMLDecoder().decode(Answer.self, from: root)
        #expect(
            answer
                == Answer(
                    name: "",
                    on: true,
                    at: Rig.now,
                    ratio: 0.5,
                    items: [Item(key: "a", count: 7), Item(key: " b ")],
                    absent: []
                )
        )
    }

    @Test(arguments: [
        ("<x><on>true</on><at>2026-11-24T02:04:30Z</at></x>", "<name> is missing"),
        ("<x><name>n</name><on>yes</on><at>2026-11-24T02:04:30Z</at></x>", "at on: \"yes\" is no Bool"),
        ("<x><name>n</name><on>true</on><at>yesterday</at></x>", "at at: \"yesterday\" is no Date"),
        (
            "<x><name>n</name><on>true</on><at>2026-11-24T02:04:30Z</at><items><i><key>k</key><count>1.5</count></i></items></x>",
            "at items.Count: \"1.5\" is no Int"
        ),
    ])
    func whatDoesNotFitIsNamed(_ xml: String, _ problem: String) throws {
        let root = try parse(xml)
        let error = #expect(throws: DecodingError.self) { try XMLDecoder().decode(Answer.self, from: root) }
        #expect(error?.briefDescription.contains(problem) == true, "\(error?.briefDescription ?? "")")
    }
}
