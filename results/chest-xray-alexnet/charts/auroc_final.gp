# AUROC of the configurations. Draws auroc_final.png from auroc_final.csv: gnuplot auroc_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" auroc_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,596 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,596 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,6.208in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'auroc_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.22298
set rmargin at screen 0.85833
set tmargin at screen 0.77852
set bmargin at screen 0.16443
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'AUROC of the configurations' at screen 0.02000, screen 0.94295 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Probability that the score for PNEUMONIA is higher for an image of PNEUMONIA than for another image.' at screen 0.02000, screen 0.88255 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed; bars: 95% interval over 428 patients with 624 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.83893 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.887465:0.965122]
set xtics ('0.89' 0.89, '0.90' 0.9, '0.91' 0.91, '0.92' 0.92, '0.93' 0.93, '0.94' 0.9400000000000001, '0.95' 0.9500000000000001, '0.96' 0.96)
set label 'AUROC' at screen 0.54066, screen 0.04698 center textcolor rgb '#222222'
set yrange [6.6:0.4]
set ytics ('exponential' 1, 'polynomial' 2, 'cosine' 3, 'step' 4, 'naturalExponential' 5, 'staircase' 6)
set grid noytics
set bars 0.6
set label '0.943' at screen 0.87167, first 1 left textcolor rgb '#222222'
set label '0.935' at screen 0.87167, first 2 left textcolor rgb '#222222'
set label '0.934' at screen 0.87167, first 3 left textcolor rgb '#222222'
set label '0.930' at screen 0.87167, first 4 left textcolor rgb '#222222'
set label '0.918' at screen 0.87167, first 5 left textcolor rgb '#222222'
set label '0.917' at screen 0.87167, first 6 left textcolor rgb '#222222'
plot \
    'auroc_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 2 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 3 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 4 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 5 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 6 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5
