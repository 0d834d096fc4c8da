# Sensitivity and specificity by threshold. Draws threshold.png from threshold.csv: gnuplot threshold.gp
# As SVG or PDF: gnuplot -e "format='svg'" threshold.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'threshold.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.80333
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Sensitivity and specificity by threshold' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'resnet18-cosine-s1-fold0 on 617 test images.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'PNEUMONIA is predicted at or above the threshold. Dashed: 0.5 and 0.891 (chosen on validation).' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Threshold' at screen 0.45667, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Fraction' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 0 to screen 0.82500, screen 0.13920 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.82500, screen 0.13920 to screen 0.85833, screen 0.13920 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.84167, screen 0.13920 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'sensitivity' at screen 0.86833, screen 0.13920 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.82500, screen 0.81721 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.82500, screen 0.81721 to screen 0.85833, screen 0.81721 nohead linewidth 3 dashtype (14,6) linecolor rgb '#d55e00'
set label '' at screen 0.84167, screen 0.81721 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'specificity' at screen 0.86833, screen 0.81721 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.5 to screen 0.82500, screen 0.47821 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.82500, screen 0.47821 to screen 0.85833, screen 0.47821 nohead linewidth 3 dashtype (3,5) linecolor rgb '#333333'
set label '' at screen 0.84167, screen 0.47821 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'mean of both' at screen 0.86833, screen 0.47821 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.5, graph 0 to first 0.5, graph 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
set arrow from first 0.890837, graph 0 to first 0.890837, graph 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'threshold.csv' skip 1 using 1:2 with fsteps linewidth 3 dashtype solid linecolor rgb '#0072b2', \
    'threshold.csv' skip 1 using 1:3 with fsteps linewidth 3 dashtype (14,6) linecolor rgb '#d55e00', \
    'threshold.csv' skip 1 using 1:4 with fsteps linewidth 3 dashtype (3,5) linecolor rgb '#333333', \
    'threshold.csv' skip 1 using 1:(int($0) % 93 == 46 ? $2 : NaN) with points pointtype 7 pointsize 1.3 linecolor rgb '#0072b2', \
    'threshold.csv' skip 1 using 1:(int($0) % 80 == 40 ? $3 : NaN) with points pointtype 13 pointsize 1.3 linecolor rgb '#d55e00', \
    'threshold.csv' skip 1 using 1:(int($0) % 70 == 35 ? $4 : NaN) with points pointtype 5 pointsize 1.3 linecolor rgb '#333333'
