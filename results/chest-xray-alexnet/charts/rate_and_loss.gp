# Learning rate and training loss. Draws rate_and_loss.png from rate_and_loss.csv: gnuplot rate_and_loss.gp
# As SVG or PDF: gnuplot -e "format='svg'" rate_and_loss.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,751 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,751 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,7.823in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'rate_and_loss.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.14216
set rmargin at screen 0.73533
set tmargin at screen 0.83222
set bmargin at screen 0.13049
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Learning rate and training loss' at screen 0.02000, screen 0.95473 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Top: learning rate; bottom: loss on the training images, means over 13 steps.' at screen 0.02000, screen 0.90679 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'The first trial of each configuration.' at screen 0.02000, screen 0.87217 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set label 'Step' at screen 0.43874, screen 0.03728 center textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.77630 to screen 0.79700, screen 0.77630 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.77630 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.80700, screen 0.77630 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.73369 to screen 0.79700, screen 0.73369 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.73369 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.80700, screen 0.73369 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.69108 to screen 0.79700, screen 0.69108 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.69108 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.80700, screen 0.69108 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.64847 to screen 0.79700, screen 0.64847 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.64847 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.80700, screen 0.64847 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.60586 to screen 0.79700, screen 0.60586 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.60586 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential' at screen 0.80700, screen 0.60586 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from screen 0.76367, screen 0.56325 to screen 0.79700, screen 0.56325 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.56325 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase' at screen 0.80700, screen 0.56325 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set multiplot
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.73533
set tmargin at screen 0.82290
set bmargin at screen 0.60879
set xrange [-14.8:754.8]
set xtics ('' 0, '' 100, '' 200, '' 300, '' 400, '' 500, '' 600, '' 700)
set yrange [-6e-06:0.000318]
set ytics ('0.00000' 0, '0.00010' 0.0001, '0.00020' 0.0002, '0.00030' 0.00030000000000000003)
set label 'Learning rate' at screen 0.02333, screen 0.71585 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::56 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::57::113 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::114::170 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::171::227 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::228::284 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::285::341 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 7
unset label
unset arrow
unset logscale
set lmargin at screen 0.14216
set rmargin at screen 0.73533
set tmargin at screen 0.58748
set bmargin at screen 0.13049
set xrange [-14.8:754.8]
set xtics ('0' 0, '100' 100, '200' 200, '300' 300, '400' 400, '500' 500, '600' 600, '700' 700)
set logscale y
set yrange [0.0100988:0.744526]
set ytics ('0.02' 0.02, '0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5)
set label 'Loss' at screen 0.02333, screen 0.35899 center rotate by 90 font ',14' textcolor rgb '#222222'
plot \
    'rate_and_loss.csv' skip 1 every ::0::56 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::57::113 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::114::170 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 7, \
    'rate_and_loss.csv' skip 1 every ::171::227 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 9, \
    'rate_and_loss.csv' skip 1 every ::228::284 using 1:3 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 8, \
    'rate_and_loss.csv' skip 1 every ::285::341 using 1:3 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 7
unset label
unset arrow
unset multiplot
