# Errors among the most certain predictions. Draws risk_coverage.png from risk_coverage.csv: gnuplot risk_coverage.gp
# As SVG or PDF: gnuplot -e "format='svg'" risk_coverage.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,780 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,780 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,8.125in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'risk_coverage.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.61300
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Errors among the most certain predictions' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label '400 images and 617 internal test images; beside each name: area under the curve. A prediction is more certain if its' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'largest probability is higher.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'Fraction of images that are predicted, the most certain first' at screen 0.36150, screen 0.03590 center textcolor rgb '#222222'
set yrange [-0.0084:0.441]
set ytics ('0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15000000000000002, '0.20' 0.2, '0.25' 0.25, '0.30' 0.30000000000000004, '0.35' 0.35000000000000003, '0.40' 0.4)
set label 'Fraction of errors among them' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 0.42 to screen 0.63467, screen 0.79782 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.63467, screen 0.79782 to screen 0.66800, screen 0.79782 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.65133, screen 0.79782 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'phantoms-resnet18-cosine  0.324' at screen 0.67800, screen 0.79782 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 0.22852512155591573 to screen 0.63467, screen 0.49739 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.63467, screen 0.49739 to screen 0.66800, screen 0.49739 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.65133, screen 0.49739 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'internal test  0.083' at screen 0.67800, screen 0.49739 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'risk_coverage.csv' skip 1 every ::0::399 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 66, \
    'risk_coverage.csv' skip 1 every ::400::1010 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 87
