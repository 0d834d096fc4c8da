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
set rmargin at screen 0.70267
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Precision-recall curves' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 617 test images; beside each name: area under the curve (average precision).' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 5 folds. Dashed: predicting PNEUMONIA for every image.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Recall (sensitivity)' at screen 0.40633, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.58256:1.00819]
set ytics ('0.60' 0.6000000000000001, '0.65' 0.65, '0.70' 0.7000000000000001, '0.75' 0.75, '0.80' 0.8, '0.85' 0.8500000000000001, '0.90' 0.9, '0.95' 0.9500000000000001, '1.00' 1)
set label 'Precision' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 0.6766652562869061 to screen 0.72433, screen 0.28154 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.72433, screen 0.28154 to screen 0.75767, screen 0.28154 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.74100, screen 0.28154 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine  0.944' at screen 0.76767, screen 0.28154 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0.620746 to first 1, first 0.620746 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'precision_recall.csv' skip 1 every ::0::375 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#0072b2', \
    'precision_recall.csv' skip 1 every ::0::375 using 1:(int($0) % 62 == 31 ? $2 : NaN) with points pointtype 7 pointsize 1.3 linecolor rgb '#0072b2'
