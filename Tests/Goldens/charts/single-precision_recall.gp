# Precision-recall curves. Draws precision_recall.png from precision_recall.csv: gnuplot precision_recall.gp
# As SVG or PDF: gnuplot -e "format='svg'" precision_recall.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'precision_recall.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.79233
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Precision-recall curves' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (average precision).' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Recall (sensitivity)' at screen 0.45117, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.4594:1.0106]
set ytics ('0.5' 0.5, '0.6' 0.6000000000000001, '0.7' 0.7000000000000001, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set label 'Precision' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 0.6260032102728732 to screen 0.81400, screen 0.32475 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.81400, screen 0.32475 to screen 0.84733, screen 0.32475 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.83067, screen 0.32475 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step  0.848' at screen 0.85733, screen 0.32475 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.6341463414634146 to screen 0.81400, screen 0.36321 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.81400, screen 0.36321 to screen 0.84733, screen 0.36321 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.83067, screen 0.36321 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine  0.864' at screen 0.85733, screen 0.36321 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0.625 to first 1, first 0.625 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::379 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::380::770 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#e69f00', \
    'precision_recall.csv' skip 1 every ::0::379 using 1:(int($0) % 63 == 31 ? $2 : NaN) with points pointtype 7 pointsize 1.3 linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::380::770 using 1:(int($0) % 55 == 27 ? $2 : NaN) with points pointtype 5 pointsize 1.3 linecolor rgb '#e69f00'
