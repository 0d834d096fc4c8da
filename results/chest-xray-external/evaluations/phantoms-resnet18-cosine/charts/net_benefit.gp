# Decision curve. Draws net_benefit.png from net_benefit.csv: gnuplot net_benefit.gp
# As SVG or PDF: gnuplot -e "format='svg'" net_benefit.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'net_benefit.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.67600
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Decision curve' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 400 images. At a threshold probability t, one false positive costs as much as t / (1 - t) true' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'positives gain.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Threshold probability of PNEUMONIA' at screen 0.39300, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.1:0.63]
set ytics ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.30000000000000004, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6000000000000001)
set label 'Net benefit (true positives per image)' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 0.99, first 0.005 to screen 0.69767, screen 0.24388 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.69767, screen 0.24388 to screen 0.73100, screen 0.24388 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.71433, screen 0.24388 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'phantoms-resnet18-cosine' at screen 0.74100, screen 0.24388 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.63, first -0.08108108108108113 to screen 0.69767, screen 0.14392 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.69767, screen 0.14392 to screen 0.73100, screen 0.14392 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.71433, screen 0.14392 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'all treated' at screen 0.74100, screen 0.14392 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0.99, first 0 to screen 0.69767, screen 0.20542 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.69767, screen 0.20542 to screen 0.73100, screen 0.20542 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.71433, screen 0.20542 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'none treated' at screen 0.74100, screen 0.20542 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'net_benefit.csv' skip 1 every ::0::74 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 12, \
    'net_benefit.csv' skip 1 every ::75::137 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 9, \
    'net_benefit.csv' skip 1 every ::138::236 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 12
