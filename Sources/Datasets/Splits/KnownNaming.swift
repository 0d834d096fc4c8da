/// A way of naming files that is known to say the patient, or nearly.
struct KnownNaming: Sendable {
    /// The name of its pattern.
    let name: String
    /// In the syntax of ICU.
    let expression: String
    /// The evidence by which a set is taken for one that is named so.
    let recognition: Recognition
    /// The words for a set whose names fit, and that is not taken for one that is named so.
    let hint: String

    enum Recognition: Sendable {
        /// The names fit: hardly any other set has such names.
        case names
        /// The names fit, and one of them fits this expression: other sets have some of the names.
        case evidence(String)
        /// None: a person has to say so, or the mark of an import.
        case none
    }

    static let all = [chestXRay, nih, cheXpert, mimic, imported, rsna, padChest]

    /// The end of what may stand before a name: nothing, or folders whose slashes an import made
    /// `_` or `%2F` of, or the group that it put there.
    private static let start = "(?:^|[_-]|%2F)"
    /// The slash between the folders of a path that has become a name.
    private static let slash = "(?:[_-]|%2F)"

    /// chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018, as on Kaggle), and synthetic X-rays.
    /// A patient is a kind of pneumonia with a number (person1_bacteria is not person1_virus), or a
    /// series with a number. Programs for DICOM name files IM-0001-0001 too, whoever they are of.
    private static let chestXRay = KnownNaming(
        name: "chest-xray",
        expression: start + #"(person\d+_(?:bacteria|virus)|NORMAL2-IM-\d+)[-_]|"#
            + #"^(?:(?:.*(?:_|%2F))?NORMAL(?:_|%2F))?(IM-\d+)[-_]"#,
        recognition: .evidence(start + #"(?:person\d+_(?:bacteria|virus)|NORMAL2-IM-\d+)[-_]"#),
        hint: #"if they are those of chest-xray-pneumonia, "groupPattern": "chest-xray" says so"#)

    /// NIH ChestX-ray14 (Wang et al. 2017): 00000013_005.png is follow-up 5 of patient 13 of
    /// 30,805. The first digits keep dates such as 20200124_001.png apart, and the words those of
    /// cameras and films.
    private static let nih = KnownNaming(
        name: "nih",
        expression: start + #"(?<!(?i:img|image|dsc|pic|photo|frame|slice|view)[_-])"#
            + #"(000[0-3]\d{4})_\d{3}\.\w+$"#,
        recognition: .names,
        hint: #"if they are those of NIH ChestX-ray14, "groupPattern": "nih" says so"#)

    /// CheXpert (Irvin et al. 2019): patient00001/study1/view1_frontal.jpg, in a folder of a class.
    private static let cheXpert = KnownNaming(
        name: "chexpert",
        expression: start + #"(patient\d{5,6})"# + slash + #"study\d{1,3}"# + slash
            + #"view\d{1,2}_(?:frontal|lateral)\.\w+$"#,
        recognition: .names,
        hint: #"if they are those of CheXpert, "groupPattern": "chexpert" says so"#)

    /// MIMIC-CXR (Johnson et al. 2019):
    /// p10/p10000032/s50414267/02aa804e-bde0afdd-112c0b34-7bc16630-4e384014.jpg, that is subject,
    /// study and image; likewise flattened, with or without the image.
    private static let mimic = KnownNaming(
        name: "mimic-cxr",
        expression: start + #"(p1\d{7})"# + slash + #"s5\d{7}(?:"# + slash
            + #"[0-9a-f]{8}(?:-[0-9a-f]{8}){4})?\.\w+$"#,
        recognition: .names,
        hint: #"if they are those of MIMIC-CXR, "groupPattern": "mimic-cxr" says so"#)

    /// What `study data import` writes where a table has a column of groups.
    static let imported = KnownNaming(
        name: "imported", expression: #"^(.+?)__"#, recognition: .none,
        hint:
            #"if an import with --group wrote what stands before __, "groupPattern": "imported" says so"#
    )

    /// RSNA Pneumonia Detection Challenge (2018): a UUID for each patient, who has one image. Many
    /// other sets name images so, whoever they are of.
    private static let rsna = KnownNaming(
        name: "rsna",
        expression: start
            + #"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.\w+$"#,
        recognition: .none,
        hint:
            "if they are those of the RSNA Pneumonia Detection Challenge, of one image a patient, "
            + #""groupPattern": "rsna" says so"#)

    /// PadChest (Bustos et al. 2020): the number of the study, then that of the image. The patient
    /// is in the table alone.
    private static let padChest = KnownNaming(
        name: "padchest-study", expression: start + #"(\d{30,})_[0-9A-Za-z-]+\.\w+$"#,
        recognition: .none,
        hint:
            "if they are PadChest's, they tell the study and not the patient: import the set with its table, whose "
            + "column PatientID does")
}
