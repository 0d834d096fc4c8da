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
set rmargin at screen 0.80967
set tmargin at screen 0.83077
set bmargin at screen 0.12564
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Loss against wall time' at screen 0.02000, screen 0.95641 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Validation loss after each epoch against the time of training and evaluation until then.' at screen 0.02000, screen 0.91026 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Means over up to 3 seeds.' at screen 0.02000, screen 0.87692 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set xrange [-0.102896:5.29912]
set xtics ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set label 'Wall time (minutes)' at screen 0.45983, screen 0.03590 center textcolor rgb '#222222'
set yrange [0.245536:0.550576]
set ytics ('0.25' 0.25, '0.30' 0.30000000000000004, '0.35' 0.35000000000000003, '0.40' 0.4, '0.45' 0.45, '0.50' 0.5, '0.55' 0.55)
set label 'Loss' at screen 0.02500, screen 0.47821 center rotate by 90 textcolor rgb '#222222'
set arrow from first 5.127242382679613, first 0.26187719348243066 to screen 0.83133, screen 0.14152 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#0072b2'
set arrow from screen 0.83133, screen 0.14152 to screen 0.86467, screen 0.14152 nohead linewidth 3 dashtype solid linecolor rgb '#0072b2'
set label '' at screen 0.84800, screen 0.14152 point pointtype 7 pointsize 1.6 linecolor rgb '#0072b2'
set label 'step' at screen 0.87467, screen 0.14152 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5.144781112275654, first 0.26462377960559175 to screen 0.83133, screen 0.17998 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#e69f00'
set arrow from screen 0.83133, screen 0.17998 to screen 0.86467, screen 0.17998 nohead linewidth 3 dashtype solid linecolor rgb '#e69f00'
set label '' at screen 0.84800, screen 0.17998 point pointtype 5 pointsize 1.6 linecolor rgb '#e69f00'
set label 'cosine' at screen 0.87467, screen 0.17998 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 2.0413381874563923, first 0.38707256293788067 to screen 0.83133, screen 0.45282 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#009e73'
set arrow from screen 0.83133, screen 0.45282 to screen 0.86467, screen 0.45282 nohead linewidth 3 dashtype solid linecolor rgb '#009e73'
set label '' at screen 0.84800, screen 0.45282 point pointtype 9 pointsize 1.6 linecolor rgb '#009e73'
set label 'exponential' at screen 0.87467, screen 0.45282 left font 'DejaVu Sans,15' textcolor rgb '#222222'
set arrow from first 5.102504438052271, first 0.2806274536461289 to screen 0.83133, screen 0.21844 nohead back linewidth 1.5 dashtype (2,5) linecolor rgb '#d55e00'
set arrow from screen 0.83133, screen 0.21844 to screen 0.86467, screen 0.21844 nohead linewidth 3 dashtype solid linecolor rgb '#d55e00'
set label '' at screen 0.84800, screen 0.21844 point pointtype 13 pointsize 1.6 linecolor rgb '#d55e00'
set label 'polynomial' at screen 0.87467, screen 0.21844 left font 'DejaVu Sans,15' textcolor rgb '#222222'
plot \
    'loss_by_time.csv' skip 1 every ::0::4 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#0072b2' pointtype 7 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::5::9 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#e69f00' pointtype 5 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::10::14 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#009e73' pointtype 9 pointsize 1.60 pointinterval 1, \
    'loss_by_time.csv' skip 1 every ::15::19 using 1:2 with linespoints linewidth 3 dashtype solid linecolor rgb '#d55e00' pointtype 13 pointsize 1.60 pointinterval 1
