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
set rmargin at screen 0.74200
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Loss against wall time' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Validation loss after each epoch against the time of training and evaluation until then.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'One seed.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set logscale x
set xrange [0.594553:48.7712]
set xtics ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20)
set label 'Wall time (minutes)' at screen 0.42600, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.0656929:0.152191]
set ytics ('0.07' 0.07, '0.08' 0.08, '0.09' 0.09, '0.10' 0.1, '0.11' 0.11, '0.12' 0.12, '0.13' 0.13, '0.14' 0.14, '0.15' 0.15)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 22.9360177951, first 0.07128415619653249 to screen 0.76367, screen 0.14577 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.76367, screen 0.14577 to screen 0.79700, screen 0.14577 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.78033, screen 0.14577 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.80700, screen 0.14577 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 8.0963935366, first 0.07529742406228737 to screen 0.76367, screen 0.22269 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.76367, screen 0.22269 to screen 0.79700, screen 0.22269 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.78033, screen 0.22269 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.80700, screen 0.22269 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 16.787391096900002, first 0.1290960912827249 to screen 0.76367, screen 0.64250 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.76367, screen 0.64250 to screen 0.79700, screen 0.64250 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.78033, screen 0.64250 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.80700, screen 0.64250 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 22.46679940008333, first 0.07966965729469658 to screen 0.76367, screen 0.26116 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.76367, screen 0.26116 to screen 0.79700, screen 0.26116 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.78033, screen 0.26116 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.80700, screen 0.26116 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 39.91760525158333, first 0.07470647790425655 to screen 0.76367, screen 0.18423 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#cc79a7'
set arrow from screen 0.76367, screen 0.18423 to screen 0.79700, screen 0.18423 nohead linewidth 3 dashtype solid linecolor rgb '#cc79a7'
set label '' at screen 0.78033, screen 0.18423 point pointtype 11 pointsize 1.6 linecolor rgb '#cc79a7'
set label 'naturalExponential' at screen 0.80700, screen 0.18423 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 4.7119168476, first 0.12121249589419689 to screen 0.76367, screen 0.57823 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#56b4e9'
set arrow from screen 0.76367, screen 0.57823 to screen 0.79700, screen 0.57823 nohead linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9'
set label '' at screen 0.78033, screen 0.57823 point pointtype 7 pointsize 1.6 linecolor rgb '#56b4e9'
set label 'staircase' at screen 0.80700, screen 0.57823 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'loss_by_time.csv' skip 1 every ::0::4 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::5::9 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::10::14 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::15::19 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::20::24 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#cc79a7' pointtype 11 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::25::29 using 1:2 with linespoints linewidth 3 dashtype (14,6) linecolor rgb '#56b4e9' pointtype 7 pointsize 1.60 pointinterval 1
