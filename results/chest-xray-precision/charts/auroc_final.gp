# AUROC of the configurations. Draws auroc_final.png from auroc_final.csv: gnuplot auroc_final.gp
# As SVG or PDF: gnuplot -e "format='svg'" auroc_final.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,734 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,734 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,7.646in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'auroc_final.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.22796
set rmargin at screen 0.84404
set tmargin at screen 0.78474
set bmargin at screen 0.13351
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'AUROC of the configurations' at screen 0.02000, screen 0.95368 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Probability that the score for PNEUMONIA is higher for an image of PNEUMONIA than for another image.' at screen 0.02000, screen 0.90463 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Large: mean; small: each seed; bars: 95% interval over 428 patients with 624 test images (2,000 bootstrap samples).' at screen 0.02000, screen 0.86921 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Numbers: mean ± standard deviation over 3 seeds, a rough estimate for so few.' at screen 0.02000, screen 0.83379 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [0.793295:0.960543]
set xtics ('0.80' 0.8, '0.82' 0.8200000000000001, '0.84' 0.84, '0.86' 0.86, '0.88' 0.88, '0.90' 0.9, '0.92' 0.92, '0.94' 0.9400000000000001, '0.96' 0.96)
set label 'AUROC' at screen 0.53600, screen 0.03815 center textcolor rgb '#222222'
set yrange [8.6:0.4]
set ytics ('alexnet / fp32' 1, 'alexnet / bf16' 2, 'vgg16 / fp32' 3, 'densenet201 / fp32' 4, 'densenet201 / bf16' 5, 'vgg16 / bf16' 6, 'resnet50 / fp32' 7, 'resnet50 / bf16' 8)
set grid noytics
set bars 0.6
set label '0.932 ± 0.010' at screen 0.85738, first 1 left textcolor rgb '#222222'
set label '0.932 ± 0.009' at screen 0.85738, first 2 left textcolor rgb '#222222'
set label '0.925 ± 0.016' at screen 0.85738, first 3 left textcolor rgb '#222222'
set label '0.924 ± 0.005' at screen 0.85738, first 4 left textcolor rgb '#222222'
set label '0.924 ± 0.003' at screen 0.85738, first 5 left textcolor rgb '#222222'
set label '0.923 ± 0.016' at screen 0.85738, first 6 left textcolor rgb '#222222'
set label '0.850 ± 0.034' at screen 0.85738, first 7 left textcolor rgb '#222222'
set label '0.833 ± 0.035' at screen 0.85738, first 8 left textcolor rgb '#222222'
plot \
    'auroc_final.csv' skip 1 using ($1 == 1 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 1 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#400072b2' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 2 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#e69f00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 2 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40e69f00' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 3 ? $4 : NaN):1:5:6 with xerrorbars pointtype 5 linecolor rgb '#333333' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 3 ? $3 : NaN):($1 + 0.27) with points pointtype 5 linecolor rgb '#40333333' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 4 ? $4 : NaN):1:5:6 with xerrorbars pointtype 11 linecolor rgb '#cc79a7' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 4 ? $3 : NaN):($1 + 0.27) with points pointtype 11 linecolor rgb '#40cc79a7' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 5 ? $4 : NaN):1:5:6 with xerrorbars pointtype 7 linecolor rgb '#56b4e9' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 5 ? $3 : NaN):($1 + 0.27) with points pointtype 7 linecolor rgb '#4056b4e9' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 6 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#0072b2' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 6 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#400072b2' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 7 ? $4 : NaN):1:5:6 with xerrorbars pointtype 9 linecolor rgb '#009e73' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 7 ? $3 : NaN):($1 + 0.27) with points pointtype 9 linecolor rgb '#40009e73' pointsize 1.3, \
    'auroc_final.csv' skip 1 using ($1 == 8 ? $4 : NaN):1:5:6 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 2.2 linewidth 2.5, \
    'auroc_final.csv' skip 1 using ($1 == 8 ? $3 : NaN):($1 + 0.27) with points pointtype 13 linecolor rgb '#40d55e00' pointsize 1.3
