import Foundation
import Reports
import Testing

/// Texts that say where and by whom results were made.
@Suite struct PrivateNamesTests {
    private static let names = PrivateNames(
        users: ["alice", "root", "normal", "anna.schmidt"], hosts: ["node17.cluster.example"],
        folders: ["/home/alice", "/srv/shared study/results x"], own: ["NORMAL", "PNEUMONIA"])

    private func replaced(_ text: String) -> String {
        String(decoding: Self.names.replaced(Array(text.utf8)).text, as: UTF8.self)
    }

    @Test(arguments: [
        (#""path": "/home/alice/data/chest_xray","#, #""path": "…/chest_xray","#),
        (#""path": "/mnt/My Data/chest xray""#, #""path": "…/chest xray""#),
        (#""path": "/data""#, #""path": "…""#),
        ("cannot open /home/bob/x/a.png: gone", "cannot open …/a.png: gone"),
        ("Folder: `/data/sets/chest_xray`;", "Folder: `…/chest_xray`;"),
        ("in /srv/shared study/results x/trials/a, b", "in …/a, b"),
        ("in /home/alice.", "in …."), ("in /home/alice/", "in …"),
        (#"C:\Users\Alice\data\a.png"#, #"…/a.png"#),
        (#""C:\\Users\\Alice\\My Data\\set""#, #""…/set""#),
        ("D:/sets/x, file:///home/alice/x/y z", "…/x, file://…/y z"),
        ("--data=/scratch/u1/set (/srv/a)", "--data=…/set (…/a)"),
        ("Alice on node17: alice@node17.cluster.example", "[user] on [host]: [user]@[host]"),
        ("test/alice/IM-1.jpeg,/tmp/a", "test/[user]/IM-1.jpeg,…/a"),
        ("http://alice:pw@mlflow.example:5000/x", "http://mlflow.example:5000/x"),
        ("/home/node17/alice", "…/[user]"),
        (#"on \\fileserver\share\x.dcm."#, "on …/x.dcm."),
        (#""\\\\fileserver\\share\\set a""#, #""…/set a""#),
        ("q=%2Fhome%2Falice%2Fdata by %2Falice", "q=…/data by %2F[user]"),
        ("sftp://nas/home/anna/x, smb://nas.local/share/y", "sftp:…/x, smb:…/y"),
        ("node17.intern.example.com, node17.local, node17.", "[host], [host], [host]."),
        ("</data/s>, </b>", "<…/s>, </b>"),
        (#""say \"/home/x/y z\" now""#, #""say \"…/y z\" now""#),
        (#"to /srv/"quoted path"/x, '/media/a b/c'"#, #"to …"quoted path"/x, '…/c'"#),
        ("Anna Schmidt, anna_schmidt", "[user], [user]"),
    ])
    func privateTextsAreReplaced(_ text: String, _ expected: String) {
        #expect(replaced(text) == expected)
    }

    @Test(arguments: [
        "and/or, 3 / 4, km/h, train/NORMAL/a.jpeg, ../../Data/chest_xray, ./study, ~/data",
        "<td>1</td></details>, https://example.org/a/b, models:/chest@champion, models:/chest/1",
        "malice, alice2, alices, NORMAL, normal, the root of it, node170",
        "set label 'x' at screen 0.5, screen 0.25; x(b, c) = (c - 0.5) * 20 / 3",
        "[Data](charts/roc.csv), ![x](charts/a.png), `a/b`",
        "We say \"sick\"/healthy for the train/test images, 5\"/6\" are 'x'/y",
        "node17x.local", "\\\\\n\\hline 0.5 \\\\", "12:30 a:b",
    ])
    func otherTextsStay(_ text: String) {
        let result = Self.names.replaced(Array(text.utf8))
        #expect(String(decoding: result.text, as: UTF8.self) == text)
        #expect(result.counts.isEmpty)
    }

    /// A user's name that the study uses, too, is kept and reported.
    @Test func namesOfTheStudyAreKept() {
        #expect(Self.names.kept == ["normal"])
    }

    @Test func usersOfOtherMachinesAreInThePathsOfTheLock() {
        let names = PrivateNames.ofThisMachine(
            lock: #"{ "dataset": { "path": "/Users/Zoe.Miller/data" } }"#, folders: [], own: [])
        let text = names.replaced(Array("by Zoe.Miller, zoe.miller".utf8)).text
        #expect(String(decoding: text, as: UTF8.self) == "by [user], [user]")
    }

    @Test func replacementsAreCounted() {
        let counts = Self.names.replaced(Array("alice /a/b /c/d node17 http://u:p@h".utf8)).counts
        #expect((counts.names, counts.paths, counts.credentials) == (2, 2, 1))
    }
}
