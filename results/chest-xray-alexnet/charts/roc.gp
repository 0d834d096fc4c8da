# ROC curves. Draws roc.png from roc.csv: gnuplot roc.gp
# As SVG or PDF: gnuplot -e "format='svg'" roc.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,870 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,870 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,9.062in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'roc.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.11000
set rmargin at screen 0.64333
set tmargin at screen 0.84828
set bmargin at screen 0.11264
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'ROC curves' at screen 0.02000, screen 0.96092 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Positive class: PNEUMONIA; 624 test images; beside each name: area under the curve (AUROC).' at screen 0.02000, screen 0.91954 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed. Dashed: random predictions.' at screen 0.02000, screen 0.88966 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.02:1.02]
set xtics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'False-positive rate (1 - specificity)' at screen 0.37667, screen 0.03218 center textcolor rgb '#222222'
set yrange [-0.02:1.02]
set ytics ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6000000000000001, '0.8' 0.8, '1.0' 1)
set label 'True-positive rate (sensitivity)' at screen 0.02500, screen 0.48046 center rotate by 90 textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.68506 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.66500, screen 0.68506 to screen 0.69833, screen 0.68506 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.68167, screen 0.68506 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase  0.917' at screen 0.70833, screen 0.68506 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.71954 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.66500, screen 0.71954 to screen 0.69833, screen 0.71954 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.68167, screen 0.71954 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential  0.918' at screen 0.70833, screen 0.71954 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.75402 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.66500, screen 0.75402 to screen 0.69833, screen 0.75402 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.68167, screen 0.75402 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step  0.930' at screen 0.70833, screen 0.75402 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.78851 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.66500, screen 0.78851 to screen 0.69833, screen 0.78851 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.68167, screen 0.78851 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine  0.934' at screen 0.70833, screen 0.78851 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.82299 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.66500, screen 0.82299 to screen 0.69833, screen 0.82299 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.68167, screen 0.82299 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial  0.935' at screen 0.70833, screen 0.82299 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 1, first 1 to screen 0.66500, screen 0.85747 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.66500, screen 0.85747 to screen 0.69833, screen 0.85747 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.68167, screen 0.85747 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential  0.943' at screen 0.70833, screen 0.85747 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 0, first 0 to first 1, first 1 nohead back linewidth 1.5 dashtype (16,10) linecolor rgb '#8c8c8c'
plot \
    'roc.csv' skip 1 every ::0::142 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.3 pointinterval 23, \
    'roc.csv' skip 1 every ::143::280 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.3 pointinterval 19, \
    'roc.csv' skip 1 every ::281::408 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.3 pointinterval 16, \
    'roc.csv' skip 1 every ::409::503 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.3 pointinterval 15, \
    'roc.csv' skip 1 every ::504::631 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.3 pointinterval 18, \
    'roc.csv' skip 1 every ::632::739 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.3 pointinterval 13
