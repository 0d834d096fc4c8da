import Datasets
import Foundation
import Tensors
import Testing
import Vocabulary

/// The layouts of public tables, recognized from their headers, with the quirks that their files
/// have.
@Suite struct TableLayoutTests {
    private static let observations =
        "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,"
        + "Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,"
        + "Support Devices"

    @Test(arguments: [
        (
            "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,"
                + "View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],",
            TableLayout.nih
        ),
        ("Path,Sex,Age,Frontal/Lateral,AP/PA,\(observations)", .chexpert),
        ("dicom_id,study_id,subject_id,split", .mimic),
        (",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,Projection,Labels", .padchest),
        ("patientId,x,y,width,height,Target", .rsna),
        ("image_id,rad_id,Aortic enlargement,Atelectasis,Pleural effusion,No finding", .vindr),
        ("image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max", .vindrBoxes),
        ("image,MEL,NV,BCC,AKIEC,BKL,DF,VASC", .isic),
        ("lesion_id,image_id,dx,dx_type,age,sex,localization", .ham10000),
        (
            ",X_ray_image_name,Label,Dataset_type,Label_2_Virus_category,Label_1_Virus_category",
            .kaggle
        ),
        ("file,label,split,group", .none), ("image,target", .none),
    ])
    func headers(_ header: String, _ layout: TableLayout) {
        #expect(TableLayout.recognized(header.components(separatedBy: ",")) == layout)
    }

    @Test func nih() throws {
        let fixture = try TableFixture(
            "images_001/images/00000001_000.png", "images_001/images/00000001_001.png",
            "images_002/images/00000002_000.png")
        let text =
            "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,"
            + "View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],\n"
            + "00000001_000.png,Cardiomegaly|Emphysema,0,1,58,M,PA,2682,2749,0.143,0.143,\n"
            + "00000001_001.png,No Finding,1,1,58,M,PA,2894,2729,0.143,0.143,\n"
            + "00000002_000.png,Emphysema,0,2,81,F,AP,2500,2048,0.171,0.171,\n"
        let table = try fixture.table(text, task: .multilabel) { _ in }
        #expect(table.layout == .nih)
        #expect(table.classes == ["Cardiomegaly", "Emphysema"])
        #expect(table.matrix?.counts.map(\.positive) == [1, 2])
        #expect(table.groups == ["1", "1", "2"])
        #expect(
            table.attributes.map(\.name) == ["Patient Age", "Patient Gender", "View Position"])
        let note = try #require(table.notes.first)
        #expect(note.hasPrefix("table.csv: NIH ChestX-ray14; images 'Image Index', labels"))
        // Narrowed to one label, a study needs nothing else.
        let binary = try fixture.table(text) { $0.labels.positive = "Emphysema" }
        #expect(binary.labels == [1, 0, 1])
        let strict = try fixture.table(text) {
            $0.labels.positive = "Emphysema"
            $0.labels.negative = "No Finding"
        }
        #expect(strict.classes == ["No Finding", "Emphysema"])
        // The layout can be turned off, and a column can be replaced.
        #expect(
            fixture.message(text) { $0.layout = TableLayout.none }.contains("the layout is unknown")
        )
        let other = try fixture.table(text) {
            $0.labels.column = "View Position"
            $0.group = .init(column: "Image Index", pattern: #"^(\d+)_"#)
        }
        #expect(other.classes == ["AP", "PA"])
        #expect(other.groups == ["00000001", "00000001", "00000002"])
    }

    @Test func chexpert() throws {
        let fixture = try TableFixture(
            "train/patient00001/study1/view1_frontal.jpg",
            "train/patient00002/study1/view1_frontal.jpg",
            "train/patient00002/study2/view1_frontal.jpg",
            "valid/patient64541/study1/view1_frontal.jpg")
        let header = "Path,Sex,Age,Frontal/Lateral,AP/PA,\(Self.observations)\n"
        func row(_ path: String, _ values: String) -> String {
            "CheXpert-v1.0-small/\(path)/view1_frontal.jpg,Female,68,Frontal,AP,\(values)\n"
        }
        let train = try fixture.write(
            header + row("train/patient00001/study1", "1.0,,,,,,,,,0.0,,,,1.0")
                + row("train/patient00002/study1", ",,-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,")
                + row("train/patient00002/study2", ",,,1.0,,,,1.0,,0.0,,,1.0,"), "train.csv")
        let valid = try fixture.write(
            header + row("valid/patient64541/study1", "0.0,1.0,1.0,1.0,0,0,0,1.0,0,0,1.0,0,0,0"),
            "valid.csv")
        var settings = TableSettings(files: [
            .init(path: train, split: .train), .init(path: valid, split: .val),
        ])
        let table = try ImageTable(settings, root: fixture.root, task: .multilabel)
        #expect(table.layout == .chexpert)
        #expect(table.classes.count == 14)
        #expect(table.splits == [.train, .train, .train, .val])
        #expect(table.groups == ["patient00001", "patient00002", "patient00002", "patient64541"])
        let cardiomegaly = try #require(table.classes.firstIndex(of: "Cardiomegaly"))
        let matrix = try #require(table.matrix)
        #expect(
            (0..<4).map { matrix[$0, cardiomegaly] } == [.negative, .ignored, .negative, .positive])
        settings.labels.positive = "Pneumonia"
        #expect(try ImageTable(settings, root: fixture.root).labels == [0, 0, 1, 1])
        settings.labels.positive = "Cardiomegaly"
        // The uncertain image is left out, as the rule of the layout says.
        #expect(try ImageTable(settings, root: fixture.root).labels == [0, 0, 1])
        settings.labels.uncertain = .positive
        #expect(try ImageTable(settings, root: fixture.root).labels == [0, 1, 0, 1])
    }

    @Test func mimic() throws {
        let fixture = try TableFixture(
            "files/p10/p10000032/s50414267/02aa804e-bde0afdd.jpg",
            "files/p10/p10000032/s50414267/174413ec-4ec4c1f7.jpg",
            "files/p11/p11000005/s53189527/2a2277a9-b0ded155.jpg")
        try fixture.write(
            "subject_id,study_id,Pneumonia,No Finding\n10000032,50414267,,1.0\n"
                + "11000005,53189527,1.0,\n", "mimic-cxr-2.0.0-chexpert.csv")
        try fixture.write(
            "dicom_id,subject_id,study_id,ViewPosition\n02aa804e-bde0afdd,10000032,50414267,PA\n"
                + "174413ec-4ec4c1f7,10000032,50414267,LATERAL\n"
                + "2a2277a9-b0ded155,11000005,53189527,PA\n", "mimic-cxr-2.0.0-metadata.csv")
        let path = try fixture.write(
            "dicom_id,study_id,subject_id,split\n02aa804e-bde0afdd,50414267,10000032,train\n"
                + "174413ec-4ec4c1f7,50414267,10000032,train\n"
                + "2a2277a9-b0ded155,53189527,11000005,validate\n", "mimic-cxr-2.0.0-split.csv")
        var settings = TableSettings(files: [.init(path: path)])
        settings.labels.positive = "Pneumonia"
        let table = try ImageTable(settings, root: fixture.root)
        #expect(table.layout == .mimic)
        #expect(table.labels == [0, 0, 1])
        #expect(table.splits == [.train, .train, .val])
        #expect(table.groups == ["10000032", "10000032", "11000005"])
        #expect(table.attributes.map(\.values) == [["PA", "LATERAL", "PA"]])
    }

    @Test func rsna() throws {
        let fixture = try TableFixture("0004cfab.png", "00436515.png", "00704310.png")
        let table = try fixture.table(
            "patientId,x,y,width,height,Target\n0004cfab,,,,,0\n00436515,264,152,213,379,1\n"
                + "00436515,562,152,256,453,1\n00704310,323,577,160,104,1\n"
        ) { _ in }
        #expect(table.layout == .rsna)
        #expect(table.labels == [0, 1, 1])
        #expect(table.positiveClass == "lung opacity")
        #expect(table.notes.contains { $0.contains("1 row after the first of an image") })
    }

    @Test func vindr() throws {
        let fixture = try TableFixture("train/a1.png", "train/b2.png", "test/c3.png")
        let labels = "Aortic enlargement,Pleural effusion,No finding"
        let train = try fixture.write(
            "image_id,rad_id,\(labels)\na1,R1,1,0,0\na1,R2,1,0,0\na1,R3,0,0,1\n"
                + "b2,R1,0,0,1\nb2,R2,0,1,0\nb2,R3,0,0,1\n", "image_labels_train.csv")
        let test = try fixture.write("image_id,\(labels)\nc3,0,1,0\n", "image_labels_test.csv")
        let settings = TableSettings(files: [
            .init(path: train, split: .train), .init(path: test, split: .test),
        ])
        let table = try ImageTable(settings, root: fixture.root, task: .multilabel)
        #expect(table.classes == ["Aortic enlargement", "Pleural effusion"])
        #expect(
            table.statesByPath == ["train/a1.png": "10", "train/b2.png": "00", "test/c3.png": "01"])
    }

    @Test func boxesOfVinDr() throws {
        let fixture = try TableFixture("a1.png", "b2.png")
        let table = try fixture.table(
            "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\n"
                + "a1,Cardiomegaly,3,R8,1,2,3,4\na1,Aortic enlargement,0,R9,1,2,3,4\n"
                + "b2,No finding,14,R8,,,,\nb2,No finding,14,R9,,,,\n", task: .multilabel
        ) { _ in }
        #expect(table.layout == .vindrBoxes)
        #expect(table.statesByPath == ["a1.png": "11", "b2.png": "00"])
    }

    @Test func isic() throws {
        let fixture = try TableFixture("ISIC_0000000.jpg", "ISIC_0000001.jpg", "ISIC_0000002.jpg")
        try fixture.write(
            "image,age_approx,anatom_site_general,lesion_id,sex\nISIC_0000000,55.0,torso,L1,female\n"
                + "ISIC_0000001,30.0,,,male\nISIC_0000002,,torso,L1,\n",
            "ISIC_2019_Training_Metadata.csv")
        let path = try fixture.write(
            "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK\nISIC_0000000,0.0,1.0,0,0,0,0,0,0,0.0\n"
                + "ISIC_0000001,1.0,0.0,0,0,0,0,0,0,0.0\nISIC_0000002,0.0,1.0,0,0,0,0,0,0,0.0\n",
            "ISIC_2019_Training_GroundTruth.csv")
        let table = try ImageTable(TableSettings(files: [.init(path: path)]), root: fixture.root)
        #expect(table.classes == ["MEL", "NV"])
        #expect(table.labels == [1, 0, 1])
        #expect(table.groups == ["L1", nil, "L1"])
    }

    @Test func padchest() throws {
        let fixture = try TableFixture("0/1_a.png", "0/2_b.png", "1/3_c.png")
        let table = try fixture.table(
            ",ImageID,ImageDir,PatientID,PatientSex_DICOM,Projection,Labels\n"
                + "0,1_a.png,0,p1,M,PA,['normal']\n"
                + "1,2_b.png,0,p2,F,PA,\"['pleural effusion', ' cardiomegaly']\"\n"
                + "2,3_c.png,1,p2,F,L,\"['cardiomegaly', 'cardiomegaly']\"\n", task: .multilabel
        ) { _ in }
        #expect(table.layout == .padchest)
        #expect(table.classes == ["cardiomegaly", "pleural effusion"])
        #expect(table.statesByPath == ["0/1_a.png": "00", "0/2_b.png": "11", "1/3_c.png": "10"])
    }
}
