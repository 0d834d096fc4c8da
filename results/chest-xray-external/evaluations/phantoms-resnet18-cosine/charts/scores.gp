# Distribution of the predicted probabilities. Draws scores.png from scores.csv: gnuplot scores.gp
# As SVG or PDF: gnuplot -e "format='svg'" scores.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'scores.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.56900
set tmargin at screen 0.86410
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Distribution of the predicted probabilities' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label '400 images and 617 internal test images.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Predicted probability of PNEUMONIA' at screen 0.33950, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Cumulative fraction of the images of a class' at screen 0.02500, screen 0.49487 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.59067, screen 0.75897 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.59067, screen 0.75897 to screen 0.62400, screen 0.75897 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.60733, screen 0.75897 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'NORMAL, phantoms-resnet18-cosine' at screen 0.63400, screen 0.75897 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.59067, screen 0.79744 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.59067, screen 0.79744 to screen 0.62400, screen 0.79744 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.60733, screen 0.79744 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'PNEUMONIA, phantoms-resnet18-cosine' at screen 0.63400, screen 0.79744 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.59067, screen 0.83590 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.59067, screen 0.83590 to screen 0.62400, screen 0.83590 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.60733, screen 0.83590 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'NORMAL, internal test' at screen 0.63400, screen 0.83590 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.59067, screen 0.87436 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.59067, screen 0.87436 to screen 0.62400, screen 0.87436 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.60733, screen 0.87436 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'PNEUMONIA, internal test' at screen 0.63400, screen 0.87436 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'scores.csv' skip 1 every ::0::100 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 16, \
    'scores.csv' skip 1 every ::101::201 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 14, \
    'scores.csv' skip 1 every ::202::302 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 12, \
    'scores.csv' skip 1 every ::303::403 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 16
