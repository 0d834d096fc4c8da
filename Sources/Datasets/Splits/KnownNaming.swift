/// A known form of file names that identifies the patient, or nearly so.
struct KnownNaming: Sendable {
    /// The name of the pattern.
    let name: String
    /// A regular expression in ICU syntax.
    let expression: String
    /// The evidence that is needed to recognize the form in a data set.
    let recognition: Recognition
    /// The hint for a data set whose names match but in which the form is not recognized.
    let hint: String

    enum Recognition: Sendable {
        /// Matching names are enough, because hardly any other data set has such names.
        case names
        /// One of the matching names must also match this expression, because other data sets have
        /// some of the names.
        case evidence(String)
        /// The form is never recognized: the user, or the mark of an import, must name it.
        case none
    }

    static let all = [chestXRay, nih, cheXpert, mimic, imported, rsna, padChest]

    /// The text that may precede a name: nothing, folders whose slashes an import replaced by `_`
    /// or `%2F`, or the group that an import put there.
    private static let start = "(?:^|[_-]|%2F)"
    /// The slash between the folders of a path that was made a file name.
    private static let slash = "(?:[_-]|%2F)"

    /// chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018, as on Kaggle), and synthetic X-rays.
    /// A patient is a kind of pneumonia with a number (person1_bacteria is not person1_virus), or a
    /// series with a number. DICOM programs also name files IM-0001-0001, for any patient.
    private static let chestXRay = KnownNaming(
        name: "chest-xray",
        expression: start + #"(person\d+_(?:bacteria|virus)|NORMAL2-IM-\d+)[-_]|"#
            + #"^(?:(?:.*(?:_|%2F))?NORMAL(?:_|%2F))?(IM-\d+)[-_]"#,
        recognition: .evidence(start + #"(?:person\d+_(?:bacteria|virus)|NORMAL2-IM-\d+)[-_]"#),
        hint: #"if they are from chest-xray-pneumonia, set "groupPattern": "chest-xray""#)

    /// NIH ChestX-ray14 (Wang et al. 2017): 00000013_005.png is follow-up 5 of patient 13 of
    /// 30,805. The first digits exclude dates such as 20200124_001.png, and the words exclude names
    /// from cameras.
    private static let nih = KnownNaming(
        name: "nih",
        expression: start + #"(?<!(?i:img|image|dsc|pic|photo|frame|slice|view)[_-])"#
            + #"(000[0-3]\d{4})_\d{3}\.\w+$"#,
        recognition: .names,
        hint: #"if they are from NIH ChestX-ray14, set "groupPattern": "nih""#)

    /// CheXpert (Irvin et al. 2019): patient00001/study1/view1_frontal.jpg, in a folder of a class.
    private static let cheXpert = KnownNaming(
        name: "chexpert",
        expression: start + #"(patient\d{5,6})"# + slash + #"study\d{1,3}"# + slash
            + #"view\d{1,2}_(?:frontal|lateral)\.\w+$"#,
        recognition: .names,
        hint: #"if they are from CheXpert, set "groupPattern": "chexpert""#)

    /// MIMIC-CXR (Johnson et al. 2019):
    /// p10/p10000032/s50414267/02aa804e-bde0afdd-112c0b34-7bc16630-4e384014.jpg, that is subject,
    /// study and image; also flattened, with or without the image.
    private static let mimic = KnownNaming(
        name: "mimic-cxr",
        expression: start + #"(p1\d{7})"# + slash + #"s5\d{7}(?:"# + slash
            + #"[0-9a-f]{8}(?:-[0-9a-f]{8}){4})?\.\w+$"#,
        recognition: .names,
        hint: #"if they are from MIMIC-CXR, set "groupPattern": "mimic-cxr""#)

    /// The names that `study data import` writes if a table has a column of groups.
    static let imported = KnownNaming(
        name: "imported", expression: #"^(.+?)__"#, recognition: .none,
        hint:
            #"if 'study data import --group' wrote the text before __, set "groupPattern": "imported""#
    )

    /// RSNA Pneumonia Detection Challenge (2018): a UUID for each patient, who has one image. Many
    /// other data sets name images with UUIDs that are not patients.
    private static let rsna = KnownNaming(
        name: "rsna",
        expression: start
            + #"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.\w+$"#,
        recognition: .none,
        hint:
            "if they are from the RSNA Pneumonia Detection Challenge, which has one image per patient, "
            + #"set "groupPattern": "rsna""#)

    /// PadChest (Bustos et al. 2020): the number of the study, then that of the image. Only the
    /// table contains the patient.
    private static let padChest = KnownNaming(
        name: "padchest-study", expression: start + #"(\d{30,})_[0-9A-Za-z-]+\.\w+$"#,
        recognition: .none,
        hint:
            "if they are from PadChest, they contain the study but not the patient; import the data set with its table, whose "
            + "column PatientID contains the patient")
}
