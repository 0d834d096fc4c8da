# Writes the tables of small data sets, and the list of files to copy: the path of a phantom, a tab,
# and its path in the output; for a DICOM file also the patient's identifier, sex and age, and the
# view, or a hyphen for none. Standard input: the paths of the phantoms, <split>/<class>/<name>.

function file(set, name) { return output "/" set "/" name }
function copy(to) { print $0 "\t" to > copies }
function wrap(to, id) {
    print $0 "\t" to "\t" id "\t" sex "\t" sprintf("%03dY", age) "\t" view > copies
}
# A number in [0, n) that depends on the image.
function draw(n, salt) { return (image * 7919 + salt * 104729) % n }

BEGIN {
    FS = "/"
    nih = file("nih", "Data_Entry_2017.csv")
    print "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender," \
        "View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]," > nih
    labels = "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema," \
        "Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other," \
        "Fracture,Support Devices"
    chexpert["train"] = file("chexpert", "train.csv")
    chexpert["val"] = file("chexpert", "valid.csv")
    chexpert["test"] = file("chexpert", "test.csv")
    for (part in chexpert) print "Path,Sex,Age,Frontal/Lateral,AP/PA," labels > chexpert[part]
    mimicSplit = file("mimic", "mimic-cxr-2.0.0-split.csv")
    mimicLabels = file("mimic", "mimic-cxr-2.0.0-chexpert.csv")
    mimicMetadata = file("mimic", "mimic-cxr-2.0.0-metadata.csv")
    print "dicom_id,study_id,subject_id,split" > mimicSplit
    print "subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema," \
        "Enlarged Cardiomediastinum,Fracture,Lung Lesion,Lung Opacity,No Finding," \
        "Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax,Support Devices" > mimicLabels
    print "dicom_id,subject_id,study_id,ViewPosition,Rows,Columns" > mimicMetadata
    padchest = file("padchest", "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv")
    print ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth," \
        "PatientSex_DICOM,ViewPosition_DICOM,Projection,Labels" > padchest
    rsna = file("rsna", "stage_2_train_labels.csv")
    print "patientId,x,y,width,height,Target" > rsna
    vindr["train"] = file("vindr", "image_labels_train.csv")
    vindr["test"] = file("vindr", "image_labels_test.csv")
    print "image_id,rad_id,Aortic enlargement,Pleural effusion,Pneumonia,No finding" > vindr["train"]
    print "image_id,Aortic enlargement,Pleural effusion,Pneumonia,No finding" > vindr["test"]
    isic = file("isic", "ISIC_2019_Training_GroundTruth.csv")
    lesions = file("isic", "ISIC_2019_Training_Metadata.csv")
    print "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK" > isic
    print "image,age_approx,anatom_site_general,lesion_id,sex" > lesions
    ham = file("ham10000", "HAM10000_metadata.csv")
    print "lesion_id,image_id,dx,dx_type,age,sex,localization" > ham
}

{
    part = $1
    ill = $2 == "PNEUMONIA"
    well = 1 - ill
    # The patient: IM-0101 of IM-0101-0001.jpeg, person7_virus of person7_virus_12.jpeg.
    key = $3
    sub(ill ? "_[0-9]+[.]jpeg$" : "-[0-9]+[.]jpeg$", "", key)
    if (!(key in patients)) { patients[key] = ++patientCount; images[key] = 0 }
    patient = patients[key]
    follow = images[key]++
    image++
    age = 20 + (patient * 13) % 70
    sex = patient % 2 ? "F" : "M"
    view = patient % 3 ? "PA" : "AP"

    # NIH: several folders, several labels in a field, lists of splits.
    id = sprintf("%08d_%03d", patient, follow)
    copy("nih/images_00" (patient % 2 + 1) "/images/" id ".jpeg")
    found = ill ? (draw(4, 1) ? "Pneumonia" : "Infiltration|Pneumonia") \
        : (draw(5, 2) ? "No Finding" : "Nodule")
    print id ".png," found "," follow "," patient "," age "," sex "," view \
        ",2500,2048,0.171,0.171," > nih
    print id ".png" > file("nih", part == "test" ? "test_list.txt" : "train_val_list.txt")

    # CheXpert: 1.0, 0.0, -1.0 and blank fields; a table for each split.
    folder = part == "val" ? "valid" : part
    path = sprintf("%s/patient%05d/study%d/view1_frontal", folder, patient, follow + 1)
    copy("chexpert/CheXpert-v1.0-small/" path ".jpg")
    state = ill ? "1.0" : (draw(3, 3) ? "" : "0.0")
    if (part == "train" && draw(11, 4) == 0) state = "-1.0"
    print "CheXpert-v1.0-small/" path ".jpg," (sex == "F" ? "Female" : "Male") "," age \
        ",Frontal," view "," (ill ? "" : "1.0") ",,,," ",,," state ",,,,,," > chexpert[part]

    # MIMIC-CXR-JPG: a table of images, one of studies and one of headers.
    subject = 10000000 + patient
    study = 50000000 + image
    dicom = sprintf("%08x-%08x", image * 2654435, patient * 40503)
    copy(sprintf("mimic/files/p10/p%d/s%d/%s.jpg", subject, study, dicom))
    print dicom "," study "," subject "," (part == "val" ? "validate" : part) > mimicSplit
    print subject "," study ",,,,,,,,," (ill ? "" : "1.0") ",,," (ill ? "1.0" : "") ",," \
        > mimicLabels
    print dicom "," subject "," study "," view ",2544,3056" > mimicMetadata

    # PadChest: a list in brackets, an index without a name.
    id = image "_" patient "_a"
    copy("padchest/" (patient % 3) "/" id ".jpeg")
    print image - 1 "," id ".png," patient % 3 ",20140915," image ",p" patient "," 2014 - age \
        "," sex ",POSTEROANTERIOR," view ",\"" \
        (ill ? "['pneumonia', ' infiltrates']" : draw(6, 5) ? "['normal']" : "['scoliosis']") "\"" \
        > padchest

    # RSNA: DICOM files, a row for each box; only training images have labels.
    if (part != "test") {
        id = sprintf("%08x-%04x", image * 2654435, patient)
        wrap("rsna/stage_2_train_images/" id ".dcm", id)
        if (!ill) print id ",,,,,0" > rsna
        for (box = 0; box <= draw(2, 6) && ill; box++)
            print id "," 200 + box * 300 ",152.0,213.0,379.0,1" > rsna
    }

    # VinDr-CXR: DICOM files without a patient, three readers of training images, a consensus of test images.
    id = sprintf("%032x", image * 2654435)
    wrap("vindr/" (part == "test" ? "test/" : "train/") id ".dicom", "-")
    if (part == "test") {
        print id ",0,0," ill "," well > vindr["test"]
    } else {
        for (reader = 1; reader <= 3; reader++) {
            says = reader == 3 && draw(5, 7) == 0 ? well : ill
            print id ",R" reader "," draw(2, 8) ",0," says "," (1 - says) > vindr["train"]
        }
    }

    # ISIC: a column for each class, metadata with blanks; HAM10000: several images of a lesion.
    id = sprintf("ISIC_%07d", image)
    copy("isic/ISIC_2019_Training_Input/" id ".jpg")
    print id "," (ill ? "1.0,0.0" : "0.0,1.0") ",0.0,0.0,0.0,0.0,0.0,0.0,0.0" > isic
    print id "," (draw(9, 9) ? age ".0" : "") ",anterior torso," \
        (draw(8, 10) ? "HAM_" sprintf("%07d", patient) : "") "," (sex == "F" ? "female" : "male") \
        > lesions
    copy("ham10000/HAM10000_images_part_" (patient % 2 + 1) "/" id ".jpg")
    print "HAM_" sprintf("%07d", patient) "," id "," (ill ? "mel" : draw(3, 11) ? "nv" : "bkl") \
        ",histo," age ".0," (sex == "F" ? "female" : "male") ",back" > ham
}

END {
    # A row of an image that was not downloaded.
    print "00099999_000.png,Hernia,0,99999,44,M,PA,2500,2048,0.171,0.171," > nih
}
