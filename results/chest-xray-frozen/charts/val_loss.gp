# Validation loss. Draws val_loss.png from val_loss.csv: gnuplot val_loss.gp
set terminal pngcairo size 1200,1070 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
set output 'val_loss.png'
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
set label 'Validation loss' at screen 0.02000, screen 0.96822 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss per epoch, 16 validation images' at screen 0.02000, screen 0.93458 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Mean of 3 seeds.' at screen 0.02000, screen 0.91028 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.35850, screen 0.02617 center textcolor rgb '#222222'
set yrange [-0.0420007:2.10004]
set ytics ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set label 'Loss' at screen 0.02500, screen 0.48411 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5, first 1.020901558830344 to screen 0.62867, screen 0.55505 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.55505 to screen 0.65700, screen 0.55505 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.55505 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / constant' at screen 0.66700, screen 0.55505 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.8395653303263719 to screen 0.62867, screen 0.19056 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.19056 to screen 0.65700, screen 0.19056 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.19056 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'vgg16 / step' at screen 0.66700, screen 0.19056 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.7795729605259223 to screen 0.62867, screen 0.10645 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.10645 to screen 0.65700, screen 0.10645 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.10645 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'vgg16 / cosine' at screen 0.66700, screen 0.10645 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9794145383622386 to screen 0.62867, screen 0.38682 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.38682 to screen 0.65700, screen 0.38682 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.38682 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'vgg16 / exponential' at screen 0.66700, screen 0.38682 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.813610753773418 to screen 0.62867, screen 0.13449 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.13449 to screen 0.65700, screen 0.13449 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.13449 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'vgg16 / polynomial' at screen 0.66700, screen 0.13449 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.016884020080532 to screen 0.62867, screen 0.52701 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.52701 to screen 0.65700, screen 0.52701 nohead linewidth 3 dashtype solid linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.52701 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'vgg16 / naturalExponential' at screen 0.66700, screen 0.52701 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9690122451538277 to screen 0.62867, screen 0.35878 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.35878 to screen 0.65700, screen 0.35878 nohead linewidth 3 dashtype solid linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.35878 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / staircase' at screen 0.66700, screen 0.35878 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2327295522949553 to screen 0.62867, screen 0.80738 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.80738 to screen 0.65700, screen 0.80738 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.80738 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / constant' at screen 0.66700, screen 0.80738 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.27279808999176 to screen 0.62867, screen 0.86346 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.86346 to screen 0.65700, screen 0.86346 nohead linewidth 3 dashtype (14,6) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.86346 point pointtype 13 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / step' at screen 0.66700, screen 0.86346 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2084905838309161 to screen 0.62867, screen 0.75131 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.75131 to screen 0.65700, screen 0.75131 nohead linewidth 3 dashtype (14,6) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.75131 point pointtype 11 pointsize 1.6 linecolor rgb '#009e73'
set label 'alexnet / cosine' at screen 0.66700, screen 0.75131 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2058024575567594 to screen 0.62867, screen 0.72327 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.72327 to screen 0.65700, screen 0.72327 nohead linewidth 3 dashtype (14,6) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.72327 point pointtype 7 pointsize 1.6 linecolor rgb '#d55e00'
set label 'alexnet / exponential' at screen 0.66700, screen 0.72327 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2457171396626778 to screen 0.62867, screen 0.83542 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.83542 to screen 0.65700, screen 0.83542 nohead linewidth 3 dashtype (14,6) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.83542 point pointtype 5 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'alexnet / polynomial' at screen 0.66700, screen 0.83542 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2295024585477279 to screen 0.62867, screen 0.77935 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.77935 to screen 0.65700, screen 0.77935 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.77935 point pointtype 9 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'alexnet / naturalExponential' at screen 0.66700, screen 0.77935 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.2036049239172144 to screen 0.62867, screen 0.69523 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.69523 to screen 0.65700, screen 0.69523 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.69523 point pointtype 13 pointsize 1.6 linecolor rgb '#333333'
set label 'alexnet / staircase' at screen 0.66700, screen 0.69523 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.1907315165843362 to screen 0.62867, screen 0.66720 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.66720 to screen 0.65700, screen 0.66720 nohead linewidth 3 dashtype (3,5) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.66720 point pointtype 11 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet50 / constant' at screen 0.66700, screen 0.66720 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.8216606658755231 to screen 0.62867, screen 0.16252 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.16252 to screen 0.65700, screen 0.16252 nohead linewidth 3 dashtype (3,5) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.16252 point pointtype 7 pointsize 1.6 linecolor rgb '#e69f00'
set label 'resnet50 / step' at screen 0.66700, screen 0.16252 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.8397417291199281 to screen 0.62867, screen 0.21860 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.21860 to screen 0.65700, screen 0.21860 nohead linewidth 3 dashtype (3,5) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.21860 point pointtype 5 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / cosine' at screen 0.66700, screen 0.21860 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.101808615067922 to screen 0.62867, screen 0.61112 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.61112 to screen 0.65700, screen 0.61112 nohead linewidth 3 dashtype (3,5) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.61112 point pointtype 9 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / exponential' at screen 0.66700, screen 0.61112 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.859551199026968 to screen 0.62867, screen 0.24663 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.24663 to screen 0.65700, screen 0.24663 nohead linewidth 3 dashtype (3,5) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.24663 point pointtype 13 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'resnet50 / polynomial' at screen 0.66700, screen 0.24663 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.1809001490236481 to screen 0.62867, screen 0.63916 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.63916 to screen 0.65700, screen 0.63916 nohead linewidth 3 dashtype (3,5) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.63916 point pointtype 11 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'resnet50 / naturalExponential' at screen 0.66700, screen 0.63916 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 1.0840427592574724 to screen 0.62867, screen 0.58308 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.58308 to screen 0.65700, screen 0.58308 nohead linewidth 3 dashtype (3,5) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.58308 point pointtype 7 pointsize 1.6 linecolor rgb '#333333'
set label 'resnet50 / staircase' at screen 0.66700, screen 0.58308 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9924666018607003 to screen 0.62867, screen 0.49897 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.62867, screen 0.49897 to screen 0.65700, screen 0.49897 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#0072b2'
set label '' at screen 0.64283, screen 0.49897 point pointtype 5 pointsize 1.6 linecolor rgb '#0072b2'
set label 'densenet201 / constant' at screen 0.66700, screen 0.49897 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9887210414576623 to screen 0.62867, screen 0.47093 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.62867, screen 0.47093 to screen 0.65700, screen 0.47093 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#e69f00'
set label '' at screen 0.64283, screen 0.47093 point pointtype 9 pointsize 1.6 linecolor rgb '#e69f00'
set label 'densenet201 / step' at screen 0.66700, screen 0.47093 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9399483191433363 to screen 0.62867, screen 0.30271 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.62867, screen 0.30271 to screen 0.65700, screen 0.30271 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#009e73'
set label '' at screen 0.64283, screen 0.30271 point pointtype 13 pointsize 1.6 linecolor rgb '#009e73'
set label 'densenet201 / cosine' at screen 0.66700, screen 0.30271 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9458728870814758 to screen 0.62867, screen 0.33075 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.62867, screen 0.33075 to screen 0.65700, screen 0.33075 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#d55e00'
set label '' at screen 0.64283, screen 0.33075 point pointtype 11 pointsize 1.6 linecolor rgb '#d55e00'
set label 'densenet201 / exponential' at screen 0.66700, screen 0.33075 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9886715269944526 to screen 0.62867, screen 0.44290 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.62867, screen 0.44290 to screen 0.65700, screen 0.44290 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#cc79a7'
set label '' at screen 0.64283, screen 0.44290 point pointtype 7 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / polynomial' at screen 0.66700, screen 0.44290 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9871591584921298 to screen 0.62867, screen 0.41486 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.62867, screen 0.41486 to screen 0.65700, screen 0.41486 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#56b4e9'
set label '' at screen 0.64283, screen 0.41486 point pointtype 5 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / naturalExponential' at screen 0.66700, screen 0.41486 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5, first 0.9378369590131318 to screen 0.62867, screen 0.27467 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.62867, screen 0.27467 to screen 0.65700, screen 0.27467 nohead linewidth 3 dashtype (14,5,3,5) linecolor rgb '#333333'
set label '' at screen 0.64283, screen 0.27467 point pointtype 9 pointsize 1.6 linecolor rgb '#333333'
set label 'densenet201 / staircase' at screen 0.66700, screen 0.27467 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'val_loss.csv' skip 1 using 1:2 with linespoints linewidth 3 dashtype solid pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'val_loss.csv' skip 1 using 1:5 with linespoints linewidth 3 dashtype solid pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'val_loss.csv' skip 1 using 1:8 with linespoints linewidth 3 dashtype solid pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'val_loss.csv' skip 1 using 1:11 with linespoints linewidth 3 dashtype solid pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'val_loss.csv' skip 1 using 1:14 with linespoints linewidth 3 dashtype solid pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'val_loss.csv' skip 1 using 1:17 with linespoints linewidth 3 dashtype solid pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'val_loss.csv' skip 1 using 1:20 with linespoints linewidth 3 dashtype solid pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'val_loss.csv' skip 1 using 1:23 with linespoints linewidth 3 dashtype (14,6) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'val_loss.csv' skip 1 using 1:26 with linespoints linewidth 3 dashtype (14,6) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'val_loss.csv' skip 1 using 1:29 with linespoints linewidth 3 dashtype (14,6) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'val_loss.csv' skip 1 using 1:32 with linespoints linewidth 3 dashtype (14,6) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'val_loss.csv' skip 1 using 1:35 with linespoints linewidth 3 dashtype (14,6) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'val_loss.csv' skip 1 using 1:38 with linespoints linewidth 3 dashtype (14,6) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'val_loss.csv' skip 1 using 1:41 with linespoints linewidth 3 dashtype (14,6) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'val_loss.csv' skip 1 using 1:44 with linespoints linewidth 3 dashtype (3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'val_loss.csv' skip 1 using 1:47 with linespoints linewidth 3 dashtype (3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'val_loss.csv' skip 1 using 1:50 with linespoints linewidth 3 dashtype (3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'val_loss.csv' skip 1 using 1:53 with linespoints linewidth 3 dashtype (3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'val_loss.csv' skip 1 using 1:56 with linespoints linewidth 3 dashtype (3,5) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'val_loss.csv' skip 1 using 1:59 with linespoints linewidth 3 dashtype (3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'val_loss.csv' skip 1 using 1:62 with linespoints linewidth 3 dashtype (3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#333333', \
    'val_loss.csv' skip 1 using 1:65 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#0072b2', \
    'val_loss.csv' skip 1 using 1:68 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#e69f00', \
    'val_loss.csv' skip 1 using 1:71 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 13 pointsize 1.6 pointinterval 1 linecolor rgb '#009e73', \
    'val_loss.csv' skip 1 using 1:74 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 11 pointsize 1.6 pointinterval 1 linecolor rgb '#d55e00', \
    'val_loss.csv' skip 1 using 1:77 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 7 pointsize 1.6 pointinterval 1 linecolor rgb '#cc79a7', \
    'val_loss.csv' skip 1 using 1:80 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 5 pointsize 1.6 pointinterval 1 linecolor rgb '#56b4e9', \
    'val_loss.csv' skip 1 using 1:83 with linespoints linewidth 3 dashtype (14,5,3,5) pointtype 9 pointsize 1.6 pointinterval 1 linecolor rgb '#333333'
