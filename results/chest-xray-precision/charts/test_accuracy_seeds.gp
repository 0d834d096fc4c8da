# Test accuracy of every seed. Draws test_accuracy_seeds.png from test_accuracy_seeds.csv: gnuplot test_accuracy_seeds.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_accuracy_seeds.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,943 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,943 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.823in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_accuracy_seeds.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.97000
set tmargin at screen 0.86638
set bmargin at screen 0.10392
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy of every seed' at screen 0.02000, screen 0.96394 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Accuracy after each epoch, 624 test images' at screen 0.02000, screen 0.92577 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds; bands: their range. Gray: means of the other configurations.' at screen 0.02000, screen 0.89820 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set label 'Epoch' at screen 0.53333, screen 0.02969 center textcolor rgb '#222222'
set yrange [60.9423:90.0192]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'Accuracy (%)' at screen 0.02500, screen 0.48515 center rotate by 90 textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.37111
set tmargin at screen 0.83457
set bmargin at screen 0.62778
set xrange [0.95:3.05]
set xtics ('' 1, '' 2, '' 3)
set yrange [60.9423:90.0192]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'alexnet / fp32' at screen 0.09667, screen 0.85260 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.39611
set rmargin at screen 0.67056
set tmargin at screen 0.83457
set bmargin at screen 0.62778
set xrange [0.95:3.05]
set xtics ('' 1, '' 2, '' 3)
set yrange [60.9423:90.0192]
set ytics ('' 65, '' 70, '' 75, '' 80, '' 85, '' 90)
set label 'alexnet / bf16' at screen 0.39611, screen 0.85260 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:6:7 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.69556
set rmargin at screen 0.97000
set tmargin at screen 0.83457
set bmargin at screen 0.62778
set xrange [0.95:3.05]
set xtics ('' 1, '' 2, '' 3)
set yrange [60.9423:90.0192]
set ytics ('' 65, '' 70, '' 75, '' 80, '' 85, '' 90)
set label 'resnet50 / fp32' at screen 0.69556, screen 0.85260 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:9:10 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.37111
set tmargin at screen 0.57264
set bmargin at screen 0.36585
set xrange [0.95:3.05]
set xtics ('' 1, '' 2, '' 3)
set yrange [60.9423:90.0192]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'resnet50 / bf16' at screen 0.09667, screen 0.59067 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:12:13 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.39611
set rmargin at screen 0.67056
set tmargin at screen 0.57264
set bmargin at screen 0.36585
set xrange [0.95:3.05]
set xtics ('' 1, '' 2, '' 3)
set yrange [60.9423:90.0192]
set ytics ('' 65, '' 70, '' 75, '' 80, '' 85, '' 90)
set label 'densenet201 / fp32' at screen 0.39611, screen 0.59067 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:15:16 with filledcurves fillcolor rgb '#cc79a7' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.69556
set rmargin at screen 0.97000
set tmargin at screen 0.57264
set bmargin at screen 0.36585
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set yrange [60.9423:90.0192]
set ytics ('' 65, '' 70, '' 75, '' 80, '' 85, '' 90)
set label 'densenet201 / bf16' at screen 0.69556, screen 0.59067 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:18:19 with filledcurves fillcolor rgb '#56b4e9' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.37111
set tmargin at screen 0.31071
set bmargin at screen 0.10392
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set yrange [60.9423:90.0192]
set ytics ('65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set label 'vgg16 / fp32' at screen 0.09667, screen 0.32874 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:21:22 with filledcurves fillcolor rgb '#333333' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.39611
set rmargin at screen 0.67056
set tmargin at screen 0.31071
set bmargin at screen 0.10392
set xrange [0.95:3.05]
set xtics ('1' 1, '2' 2, '3' 3)
set yrange [60.9423:90.0192]
set ytics ('' 65, '' 70, '' 75, '' 80, '' 85, '' 90)
set label 'vgg16 / bf16' at screen 0.39611, screen 0.32874 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_accuracy_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_accuracy_seeds.csv' skip 1 using 1:24:25 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_accuracy_seeds.csv' skip 1 using 1:23 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset multiplot
