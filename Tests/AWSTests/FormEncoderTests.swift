import Foundation
import Testing

@testable import AWS

@Suite struct FormEncoderTests {
    struct Part: Encodable {
        var id: Int
        var note: String?
    }
    struct Request: Encodable {
        var name = "a b&c=d/ü~"
        var absent: String?
        var flag = true
        var at = Rig.now
        var bytes = Data([0xFB, 0xFF])
        var parts = [Part(id: 1, note: "x"), Part(id: 2)]
        var none: [String] = []
    }

    @Test(arguments: [
        (
            FormEncoder.Style.query,
            "parts.member.1.id=1&parts.member.1.note=x&parts.member.2.id=2&none="
        ),
        (FormEncoder.Style.ec2, "parts.1.id=1&parts.1.note=x&parts.2.id=2"),
    ])
    func listsAreWrittenInTheDialect(_ style: FormEncoder.Style, _ lists: String) throws {
        let form = try FormEncoder(style: style).encode(Request(), action: "Do", version: "2020-01-01")
        #expect(
            String(decoding: form, as: UTF8.self) == "Action=Do&Version=2020-01-01&name=a+b%26c%3Dd%2F%C3%BC~"
                + "&flag=true&at=2026-11-24T02%3A04%3A30Z&bytes=%2B%2F8%3D&" + lists
        )
    }

    @Test func xmlEscapesWhatAParserWouldChange() throws {
        struct Root: Encodable {
            var text = "<a & \"b\">\r\n\t'ü'"
            var list = ["1", "2"]
        }
        let xml = try XMLEncoder().encode(Root(), root: "R")
        #expect(
            String(decoding: xml, as: UTF8.self) == "<R xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<text>&lt;a &amp; \"b\"&gt;&#xD;&#xA;&#x9;'ü'</text><list>1</list><list>2</list></R>"
        )
        let back = try XMLParser.parse(xml)
        #expect(back.child("text")?.text == Root().text)
        #expect(back.children.map(\.name) == ["text", "list", "list"])
    }
}
