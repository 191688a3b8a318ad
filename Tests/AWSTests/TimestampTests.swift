import Foundation
import Testing

@testable import AWS

@Suite struct TimestampTests {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (951_782_399.9, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_077_926_400, "2004-02-28T00:00:00Z"),
        (1_795_485_870, "2026-11-24T02:04:30Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
    func momentsAreWrittenByTheCalendar(_ seconds: Double, _ text: String) {
        let time = Timestamp(Date(timeIntervalSince1970: seconds))
        #expect(time.iso8601 == text)
        #expect(time.compact == text.filter { $0 != "-" && $0 != ":" })
        #expect(text.filter { $0 != "-" }.hasPrefix(time.day8))
        #expect(Date(awsISO8601: text)?.timeIntervalSince1970 == seconds.rounded(.down))
    }

    @Test(arguments: [
        ("2026-11-24T02:04:30.250Z", 1_795_485_870.25),
        ("2026-11-24T02:04:30+00:00", 1_795_485_870),
        ("2026-11-24T04:34:30+0230", 1_795_485_870),
        ("2026-11-23T21:04:30-05:00", 1_795_485_870),
        ("2026-11-24T02:04:60Z", 1_795_485_900),
    ])
    func otherSpellingsAreRead(_ text: String, _ seconds: Double) {
        #expect(Date(awsISO8601: text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T02:04:30", "2026-13-24T02:04:30Z", "2026-11-00T02:04:30Z", "2026-11-24T24:04:30Z",
        "2026-11-24T02:04:30.Z", "2026-11-24T02:04:30ZZ", "2026-11-24T02:04:30+1", "20261124T020430Z000000",
        "2026-11-24 02:04:30Z", "é026-11-24T02:04:30Z",
    ])
    func whatIsNoMomentIsNotRead(_ text: String) {
        #expect(Date(awsISO8601: text) == nil)
    }

    @Test func httpDateIsRead() {
        #expect(Date(httpDate: "Tue, 24 Nov 2026 02:04:30 GMT") == Rig.now)
        #expect(Date(httpDate: "Tue, 24 Nov 2026 02:04:30 CET") == nil)
        #expect(Date(httpDate: "24 Nov") == nil)
        #expect(Date(httpDate: "Tue, 24 Foo 2026 02:04:30 GMT") == nil)
    }
}
