# Training accuracy. Draws train_accuracy.png from train_accuracy.csv: gnuplot train_accuracy.gp
set terminal pngcairo size 1200,1070 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
set output 'train_accuracy.png'
set encoding utf8
set datafile separator comma
set lmargin at screen 0.11000
set rmargin at screen 0.60700
set tmargin at screen 0.87664
set bmargin at screen 0.09159
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Training accuracy' at screen 0.02000, screen 0.96822 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Right answers per epoch, 5,216 training images' at screen 0.02000, screen 0.93458 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Mean of 3 seeds.' at screen 0.02000, screen 0.91028 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.35850, screen 0.02617 center textcolor rgb '#222222'
set yrange [82.6821:97.8202]
set ytics ('84' 84, '86' 86, '88' 88, '90' 90, '92' 92, '94' 94, '96' 96)
set label 'Accuracy (%)' at screen 0.02500, screen 0.48411 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 95.4754601226994 to screen 0.62867, screen 0.51963 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.51963 to screen 0.65700, screen 0.51963 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.51963 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / constant' at screen 0.66700, screen 0.51963 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.53629856850716 to screen 0.62867, screen 0.82804 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.82804 to screen 0.65700, screen 0.82804 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.82804 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'vgg16 / step' at screen 0.66700, screen 0.82804 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.9133435582822 to screen 0.62867, screen 0.88411 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.88411 to screen 0.65700, screen 0.88411 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.88411 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'vgg16 / cosine' at screen 0.66700, screen 0.88411 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.81416155419224 to screen 0.62867, screen 0.60374 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.60374 to screen 0.65700, screen 0.60374 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.60374 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16 / exponential' at screen 0.66700, screen 0.60374 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.69606339468301 to screen 0.62867, screen 0.85607 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.85607 to screen 0.65700, screen 0.85607 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.85607 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'vgg16 / polynomial' at screen 0.66700, screen 0.85607 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.52658486707567 to screen 0.62867, screen 0.54766 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.54766 to screen 0.65700, screen 0.54766 nohead linewidth 3 dashtype solid linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.54766 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'vgg16 / naturalExponential' at screen 0.66700, screen 0.54766 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.78859918200409 to screen 0.62867, screen 0.57570 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.57570 to screen 0.65700, screen 0.57570 nohead linewidth 3 dashtype solid linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.57570 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / staircase' at screen 0.66700, screen 0.57570 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.81083844580776 to screen 0.62867, screen 0.43551 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.43551 to screen 0.65700, screen 0.43551 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.43551 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / constant' at screen 0.66700, screen 0.43551 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.27402862985684 to screen 0.62867, screen 0.32336 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.32336 to screen 0.65700, screen 0.32336 nohead linewidth 3 dashtype (14,6) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.32336 point pointtype 13 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / step' at screen 0.66700, screen 0.32336 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.84279141104294 to screen 0.62867, screen 0.49159 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.49159 to screen 0.65700, screen 0.49159 nohead linewidth 3 dashtype (14,6) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.49159 point pointtype 11 pointsize 1.6 linecolor rgb '#009e73'
set label 'alexnet / cosine' at screen 0.66700, screen 0.49159 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.83001022494886 to screen 0.62867, screen 0.46355 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.46355 to screen 0.65700, screen 0.46355 nohead linewidth 3 dashtype (14,6) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.46355 point pointtype 7 pointsize 1.6 linecolor rgb '#d55e00'
set label 'alexnet / exponential' at screen 0.66700, screen 0.46355 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.43379345603273 to screen 0.62867, screen 0.35140 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.35140 to screen 0.65700, screen 0.35140 nohead linewidth 3 dashtype (14,6) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.35140 point pointtype 5 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'alexnet / polynomial' at screen 0.66700, screen 0.35140 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.80444785276075 to screen 0.62867, screen 0.40748 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.40748 to screen 0.65700, screen 0.40748 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.40748 point pointtype 9 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'alexnet / naturalExponential' at screen 0.66700, screen 0.40748 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 94.80444785276073 to screen 0.62867, screen 0.37944 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.37944 to screen 0.65700, screen 0.37944 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.37944 point pointtype 13 pointsize 1.6 linecolor rgb '#333333'
set label 'alexnet / staircase' at screen 0.66700, screen 0.37944 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 86.31134969325153 to screen 0.62867, screen 0.12710 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.12710 to screen 0.65700, screen 0.12710 nohead linewidth 3 dashtype (3,5) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.12710 point pointtype 11 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet50 / constant' at screen 0.66700, screen 0.12710 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 89.01457055214723 to screen 0.62867, screen 0.23925 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.23925 to screen 0.65700, screen 0.23925 nohead linewidth 3 dashtype (3,5) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.23925 point pointtype 7 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50 / step' at screen 0.66700, screen 0.23925 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 89.21267893660531 to screen 0.62867, screen 0.29533 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.29533 to screen 0.65700, screen 0.29533 nohead linewidth 3 dashtype (3,5) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.29533 point pointtype 5 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / cosine' at screen 0.66700, screen 0.29533 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 86.79703476482617 to screen 0.62867, screen 0.18318 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.18318 to screen 0.65700, screen 0.18318 nohead linewidth 3 dashtype (3,5) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.18318 point pointtype 9 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / exponential' at screen 0.66700, screen 0.18318 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 89.12960122699387 to screen 0.62867, screen 0.26729 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.26729 to screen 0.65700, screen 0.26729 nohead linewidth 3 dashtype (3,5) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.26729 point pointtype 13 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'resnet50 / polynomial' at screen 0.66700, screen 0.26729 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 86.3241308793456 to screen 0.62867, screen 0.15514 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.15514 to screen 0.65700, screen 0.15514 nohead linewidth 3 dashtype (3,5) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.15514 point pointtype 11 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'resnet50 / naturalExponential' at screen 0.66700, screen 0.15514 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 86.96319018404908 to screen 0.62867, screen 0.21121 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.21121 to screen 0.65700, screen 0.21121 nohead linewidth 3 dashtype (3,5) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.21121 point pointtype 7 pointsize 1.6 linecolor rgb '#333333'
set label 'resnet50 / staircase' at screen 0.66700, screen 0.21121 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.95475460122698 to screen 0.62867, screen 0.63178 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.63178 to screen 0.65700, screen 0.63178 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.63178 point pointtype 5 pointsize 1.6 linecolor rgb '#0072b2'
set label 'densenet201 / constant' at screen 0.66700, screen 0.63178 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.0122699386503 to screen 0.62867, screen 0.71589 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.71589 to screen 0.65700, screen 0.71589 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.71589 point pointtype 9 pointsize 1.6 linecolor rgb '#e69f00'
set label 'densenet201 / step' at screen 0.66700, screen 0.71589 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.1017382413088 to screen 0.62867, screen 0.80000 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.80000 to screen 0.65700, screen 0.80000 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.80000 point pointtype 13 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201 / cosine' at screen 0.66700, screen 0.80000 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.01226993865032 to screen 0.62867, screen 0.74393 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.74393 to screen 0.65700, screen 0.74393 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.74393 point pointtype 11 pointsize 1.6 linecolor rgb '#d55e00'
set label 'densenet201 / exponential' at screen 0.66700, screen 0.74393 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 96.03144171779142 to screen 0.62867, screen 0.77196 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.77196 to screen 0.65700, screen 0.77196 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.77196 point pointtype 7 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / polynomial' at screen 0.66700, screen 0.77196 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.96114519427402 to screen 0.62867, screen 0.65981 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.65981 to screen 0.65700, screen 0.65981 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.65981 point pointtype 5 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / naturalExponential' at screen 0.66700, screen 0.65981 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 95.98031697341513 to screen 0.62867, screen 0.68785 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.68785 to screen 0.65700, screen 0.68785 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.68785 point pointtype 9 pointsize 1.6 linecolor rgb '#333333'
set label 'densenet201 / staircase' at screen 0.66700, screen 0.68785 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'train_accuracy.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'train_accuracy.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'train_accuracy.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'train_accuracy.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'train_accuracy.csv' skip 1 using 1:14 with linespoints linewidth 3 dashtype solid pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'train_accuracy.csv' skip 1 using 1:17 with linespoints linewidth 3 dashtype solid pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'train_accuracy.csv' skip 1 using 1:20 with linespoints linewidth 3 dashtype solid pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'train_accuracy.csv' skip 1 using 1:23 with linespoints linewidth 3 dashtype (14,6) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'train_accuracy.csv' skip 1 using 1:26 with linespoints linewidth 3 dashtype (14,6) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'train_accuracy.csv' skip 1 using 1:29 with linespoints linewidth 3 dashtype (14,6) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'train_accuracy.csv' skip 1 using 1:32 with linespoints linewidth 3 dashtype (14,6) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'train_accuracy.csv' skip 1 using 1:35 with linespoints linewidth 3 dashtype (14,6) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'train_accuracy.csv' skip 1 using 1:38 with linespoints linewidth 3 dashtype (14,6) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'train_accuracy.csv' skip 1 using 1:41 with linespoints linewidth 3 dashtype (14,6) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'train_accuracy.csv' skip 1 using 1:44 with linespoints linewidth 3 dashtype (3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'train_accuracy.csv' skip 1 using 1:47 with linespoints linewidth 3 dashtype (3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'train_accuracy.csv' skip 1 using 1:50 with linespoints linewidth 3 dashtype (3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'train_accuracy.csv' skip 1 using 1:53 with linespoints linewidth 3 dashtype (3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'train_accuracy.csv' skip 1 using 1:56 with linespoints linewidth 3 dashtype (3,5) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'train_accuracy.csv' skip 1 using 1:59 with linespoints linewidth 3 dashtype (3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'train_accuracy.csv' skip 1 using 1:62 with linespoints linewidth 3 dashtype (3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'train_accuracy.csv' skip 1 using 1:65 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'train_accuracy.csv' skip 1 using 1:68 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'train_accuracy.csv' skip 1 using 1:71 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'train_accuracy.csv' skip 1 using 1:74 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'train_accuracy.csv' skip 1 using 1:77 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'train_accuracy.csv' skip 1 using 1:80 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'train_accuracy.csv' skip 1 using 1:83 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#333333'
