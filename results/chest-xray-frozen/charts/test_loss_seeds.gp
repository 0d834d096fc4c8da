# Test loss of every seed. Draws test_loss_seeds.png from test_loss_seeds.csv: gnuplot test_loss_seeds.gp
# As SVG or PDF: gnuplot -e "format='svg'" test_loss_seeds.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,1847 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,1847 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,19.240in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'test_loss_seeds.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.09667
set rmargin at screen 0.97000
set tmargin at screen 0.93178
set bmargin at screen 0.05306
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test loss of every seed' at screen 0.02000, screen 0.98159 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Mean loss after each epoch, 624 test images' at screen 0.02000, screen 0.96210 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds; bands: their range. Gray: means of the other configurations.' at screen 0.02000, screen 0.94802 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Epoch' at screen 0.53333, screen 0.01516 center textcolor rgb '#222222'
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'Loss' at screen 0.02500, screen 0.49242 center rotate by 90 textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.90309
set bmargin at screen 0.81646
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'vgg16 / constant' at screen 0.09667, screen 0.91229 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:2 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.90309
set bmargin at screen 0.81646
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'vgg16 / step' at screen 0.32125, screen 0.91229 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:6:7 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:5 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.90309
set bmargin at screen 0.81646
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'vgg16 / cosine' at screen 0.54583, screen 0.91229 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:9:10 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:8 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.90309
set bmargin at screen 0.81646
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'vgg16 / exponential' at screen 0.77042, screen 0.91229 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:12:13 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:11 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.77585
set bmargin at screen 0.68923
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'vgg16 / polynomial' at screen 0.09667, screen 0.78506 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:15:16 with filledcurves fillcolor rgb '#cc79a7' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:14 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.77585
set bmargin at screen 0.68923
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ naturalExponential' at screen 0.32125, screen 0.78506 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'vgg16' at screen 0.32125, screen 0.79751 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:20 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:18:19 with filledcurves fillcolor rgb '#56b4e9' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:17 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.77585
set bmargin at screen 0.68923
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'vgg16 / staircase' at screen 0.54583, screen 0.78506 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:2 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:5 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:8 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:11 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:14 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:17 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:21:22 with filledcurves fillcolor rgb '#333333' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:20 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.77585
set bmargin at screen 0.68923
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'alexnet / constant' at screen 0.77042, screen 0.78506 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:24:25 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:23 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.64862
set bmargin at screen 0.56199
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'alexnet / step' at screen 0.09667, screen 0.65782 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:27:28 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:26 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.64862
set bmargin at screen 0.56199
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'alexnet / cosine' at screen 0.32125, screen 0.65782 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:30:31 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:29 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.64862
set bmargin at screen 0.56199
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ exponential' at screen 0.54583, screen 0.65782 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'alexnet' at screen 0.54583, screen 0.67028 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:33:34 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:32 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.64862
set bmargin at screen 0.56199
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'alexnet / polynomial' at screen 0.77042, screen 0.65782 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:36:37 with filledcurves fillcolor rgb '#cc79a7' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:35 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.52139
set bmargin at screen 0.43476
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label '/ naturalExponential' at screen 0.09667, screen 0.53059 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'alexnet' at screen 0.09667, screen 0.54304 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:41 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:39:40 with filledcurves fillcolor rgb '#56b4e9' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:38 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.52139
set bmargin at screen 0.43476
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'alexnet / staircase' at screen 0.32125, screen 0.53059 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:23 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:26 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:29 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:32 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:35 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:38 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:42:43 with filledcurves fillcolor rgb '#333333' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:41 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.52139
set bmargin at screen 0.43476
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'resnet50 / constant' at screen 0.54583, screen 0.53059 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:45:46 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:44 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.52139
set bmargin at screen 0.43476
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'resnet50 / step' at screen 0.77042, screen 0.53059 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:48:49 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:47 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.39415
set bmargin at screen 0.30753
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'resnet50 / cosine' at screen 0.09667, screen 0.40336 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:51:52 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:50 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.39415
set bmargin at screen 0.30753
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ exponential' at screen 0.32125, screen 0.40336 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'resnet50' at screen 0.32125, screen 0.41581 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:54:55 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:53 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.39415
set bmargin at screen 0.30753
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ polynomial' at screen 0.54583, screen 0.40336 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'resnet50' at screen 0.54583, screen 0.41581 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:57:58 with filledcurves fillcolor rgb '#cc79a7' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:56 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.39415
set bmargin at screen 0.30753
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ naturalExponential' at screen 0.77042, screen 0.40336 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'resnet50' at screen 0.77042, screen 0.41581 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:62 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:60:61 with filledcurves fillcolor rgb '#56b4e9' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:59 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.26692
set bmargin at screen 0.18029
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label 'resnet50 / staircase' at screen 0.09667, screen 0.27612 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:44 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:47 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:50 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:53 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:56 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:59 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:63:64 with filledcurves fillcolor rgb '#333333' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:62 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.26692
set bmargin at screen 0.18029
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ constant' at screen 0.32125, screen 0.27612 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'densenet201' at screen 0.32125, screen 0.28858 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:66:67 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:65 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.26692
set bmargin at screen 0.18029
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'densenet201 / step' at screen 0.54583, screen 0.27612 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:69:70 with filledcurves fillcolor rgb '#e69f00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:68 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.26692
set bmargin at screen 0.18029
set xrange [0.9:5.1]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label 'densenet201 / cosine' at screen 0.77042, screen 0.27612 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:72:73 with filledcurves fillcolor rgb '#009e73' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:71 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.09667
set rmargin at screen 0.29625
set tmargin at screen 0.13969
set bmargin at screen 0.05306
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0671758:3.35879]
set ytics ('0.0' 0, '1.0' 1, '2.0' 2, '3.0' 3)
set label '/ exponential' at screen 0.09667, screen 0.14889 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'densenet201' at screen 0.09667, screen 0.16134 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:75:76 with filledcurves fillcolor rgb '#d55e00' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:74 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.32125
set rmargin at screen 0.52083
set tmargin at screen 0.13969
set bmargin at screen 0.05306
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ polynomial' at screen 0.32125, screen 0.14889 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'densenet201' at screen 0.32125, screen 0.16134 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:78:79 with filledcurves fillcolor rgb '#cc79a7' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:77 with linespoints linewidth 2.2 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.54583
set rmargin at screen 0.74542
set tmargin at screen 0.13969
set bmargin at screen 0.05306
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ naturalExponential' at screen 0.54583, screen 0.14889 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'densenet201' at screen 0.54583, screen 0.16134 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:83 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:81:82 with filledcurves fillcolor rgb '#56b4e9' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:80 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset logscale
set lmargin at screen 0.77042
set rmargin at screen 0.97000
set tmargin at screen 0.13969
set bmargin at screen 0.05306
set xrange [0.9:5.1]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set yrange [-0.0671758:3.35879]
set ytics ('' 0, '' 1, '' 2, '' 3)
set label '/ staircase' at screen 0.77042, screen 0.14889 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set label 'densenet201' at screen 0.77042, screen 0.16134 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
plot \
    'test_loss_seeds.csv' skip 1 using 1:65 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:68 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:71 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:74 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:77 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:80 with lines linewidth 1.5 linecolor rgb '#cfcfcf', \
    'test_loss_seeds.csv' skip 1 using 1:84:85 with filledcurves fillcolor rgb '#333333' fillstyle transparent solid 0.16 noborder, \
    'test_loss_seeds.csv' skip 1 using 1:83 with linespoints linewidth 2.2 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.12 pointinterval 1
unset label
unset arrow
unset multiplot
