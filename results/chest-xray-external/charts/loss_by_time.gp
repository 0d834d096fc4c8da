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
set rmargin at screen 0.76567
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Loss against wall time' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Validation loss after each epoch against the time of training and evaluation until then.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over 5 folds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-5.03106:259.1]
set xtics ('0' 0, '50' 50, '100' 100, '150' 150, '200' 200, '250' 250)
set label 'Wall time (seconds)' at screen 0.43783, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.0699913:0.126688]
set ytics ('0.07' 0.07, '0.08' 0.08, '0.09' 0.09, '0.10' 0.1, '0.11' 0.11, '0.12' 0.12)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 251.5532260044, first 0.08095477094082608 to screen 0.78733, screen 0.26199 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.78733, screen 0.26199 to screen 0.82067, screen 0.26199 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.80400, screen 0.26199 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'resnet18-cosine' at screen 0.83067, screen 0.26199 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'loss_by_time.csv' skip 1 every ::0::5 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1
