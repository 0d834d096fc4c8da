# Loss against wall time. Draws loss_by_time.png from loss_by_time.csv: gnuplot loss_by_time.gp
# As SVG or PDF: gnuplot -e "format='svg'" loss_by_time.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'loss_by_time.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.73733
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Loss against wall time' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Validation loss after each epoch against the time of training and evaluation until then.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 3 seeds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-4.28979:220.924]
set xtics ('0' 0, '50' 50, '100' 100, '150' 150, '200' 200)
set label 'Wall time (seconds)' at screen 0.42367, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.0326991:1.63495]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1, '1.2' 1.2000000000000002, '1.4' 1.4000000000000001, '1.6' 1.6)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 200.39921186466665, first 0.25898306611402616 to screen 0.75900, screen 0.21282 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.21282 to screen 0.79233, screen 0.21282 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.21282 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'alexnet / fp32' at screen 0.80233, screen 0.21282 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 46.05443157533333, first 0.2596878599689108 to screen 0.75900, screen 0.25128 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.75900, screen 0.25128 to screen 0.79233, screen 0.25128 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.77567, screen 0.25128 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'alexnet / bf16' at screen 0.80233, screen 0.25128 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 92.46075004966667, first 0.30391900497496543 to screen 0.75900, screen 0.40513 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.75900, screen 0.40513 to screen 0.79233, screen 0.40513 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.77567, screen 0.40513 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'resnet50 / fp32' at screen 0.80233, screen 0.40513 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 142.70491399633332, first 0.30333186194953776 to screen 0.75900, screen 0.36667 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.75900, screen 0.36667 to screen 0.79233, screen 0.36667 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.77567, screen 0.36667 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'resnet50 / bf16' at screen 0.80233, screen 0.36667 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 116.74991084133335, first 0.14986320007924694 to screen 0.75900, screen 0.17436 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.75900, screen 0.17436 to screen 0.79233, screen 0.17436 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.77567, screen 0.17436 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'densenet201 / fp32' at screen 0.80233, screen 0.17436 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 158.668137623, first 0.1430203995707204 to screen 0.75900, screen 0.13590 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.75900, screen 0.13590 to screen 0.79233, screen 0.13590 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.77567, screen 0.13590 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'densenet201 / bf16' at screen 0.80233, screen 0.13590 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 214.48955811666667, first 0.2837205457359828 to screen 0.75900, screen 0.28974 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#333333'
set arrow from screen 0.75900, screen 0.28974 to screen 0.79233, screen 0.28974 nohead linewidth 3 dashtype (14,6) linecolor rgb '#333333'
set label '' at screen 0.77567, screen 0.28974 point pointtype 5 pointsize 1.6 linecolor rgb '#333333'
set label 'vgg16 / fp32' at screen 0.80233, screen 0.28974 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 204.36304400233334, first 0.28667030343109984 to screen 0.75900, screen 0.32821 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.75900, screen 0.32821 to screen 0.79233, screen 0.32821 nohead linewidth 3 dashtype (14,6) linecolor rgb '#0072b2'
set label '' at screen 0.77567, screen 0.32821 point pointtype 9 pointsize 1.6 linecolor rgb '#0072b2'
set label 'vgg16 / bf16' at screen 0.80233, screen 0.32821 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'loss_by_time.csv' skip 1 every ::0::2 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::3::5 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::6::8 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::9::11 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::12::14 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::15::17 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::18::20 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#333333' pointtype 5 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::21::23 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#0072b2' pointtype 9 pointsize 1.60 pointinterval 1
