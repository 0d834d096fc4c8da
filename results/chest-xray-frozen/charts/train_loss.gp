# Training loss. Draws train_loss.png from train_loss.csv: gnuplot train_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" train_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,806 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,806 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'train_loss.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.73533
set tmargin at screen 0.84367
set bmargin at screen 0.12159
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Training loss' at screen 0.02000, screen 0.95782 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss after each epoch, 4,709 training images' at screen 0.02000, screen 0.91315 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds.' at screen 0.02000, screen 0.88089 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.41600, screen 0.03474 center textcolor rgb '#222222'
set yrange [-0.0115389:0.576947]
set ytics ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5)
set label 'Loss' at screen 0.02500, screen 0.48263 center rotate by 90 textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.79156 to screen 0.79700, screen 0.79156 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.79156 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'constant' at screen 0.80700, screen 0.79156 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.75186 to screen 0.79700, screen 0.75186 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.75186 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'step' at screen 0.80700, screen 0.75186 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.71216 to screen 0.79700, screen 0.71216 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.71216 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'cosine' at screen 0.80700, screen 0.71216 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.67246 to screen 0.79700, screen 0.67246 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.67246 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'exponential' at screen 0.80700, screen 0.67246 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.63275 to screen 0.79700, screen 0.63275 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.63275 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'polynomial' at screen 0.80700, screen 0.63275 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.59305 to screen 0.79700, screen 0.59305 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.59305 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'naturalExponential' at screen 0.80700, screen 0.59305 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.55335 to screen 0.79700, screen 0.55335 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.78033, screen 0.55335 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'staircase' at screen 0.80700, screen 0.55335 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0115389:0.576947]
set ytics ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5)
set label 'network = vgg16' at screen 0.09667, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'train_loss.csv' skip 1 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:5 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:8 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:11 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:14 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:17 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:20 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.80645
set bmargin at screen 0.49628
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0115389:0.576947]
set ytics ('' 0, '' 0.1, '' 0.2, '' 0.30000000000000004, '' 0.4, '' 0.5)
set label 'network = alexnet' at screen 0.42850, screen 0.82754 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'train_loss.csv' skip 1 using 1:23 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:26 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:29 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:32 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:35 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:38 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:41 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.40350
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0115389:0.576947]
set ytics ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5)
set label 'network = resnet50' at screen 0.09667, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'train_loss.csv' skip 1 using 1:44 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:47 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:50 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:53 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:56 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:59 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:62 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.42850
set rmargin at screen 0.73533
set tmargin at screen 0.43176
set bmargin at screen 0.12159
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0115389:0.576947]
set ytics ('' 0, '' 0.1, '' 0.2, '' 0.30000000000000004, '' 0.4, '' 0.5)
set label 'network = densenet201' at screen 0.42850, screen 0.45285 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'train_loss.csv' skip 1 using 1:65 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:68 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:71 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:74 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:77 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:80 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1, \
    'train_loss.csv' skip 1 using 1:83 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset multiplot
