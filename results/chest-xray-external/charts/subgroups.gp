# Subgroups. Draws subgroups.png from subgroups.csv: gnuplot subgroups.gp
# As SVG or PDF: gnuplot -e "format='svg'" subgroups.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,326 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,326 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,3.396in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'subgroups.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.23462
set rmargin at screen 0.96667
set tmargin at screen 0.52147
set bmargin at screen 0.21472
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Subgroups' at screen 0.02000, screen 0.89571 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Points: subgroups, with the number of images in parentheses; bars: 95% intervals; vertical line: all images. Orange' at screen 0.02000, screen 0.78528 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'diamonds differ from the rest (p < 0.05 after Holm''s correction for 2 tests).' at screen 0.02000, screen 0.70552 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set tics font ',14'
set bars 0.6
set multiplot
unset logscale
set lmargin at screen 0.23462
set rmargin at screen 0.58648
set tmargin at screen 0.52147
set bmargin at screen 0.21472
set xrange [0.911291:1.02]
set xtics ('0.92' 0.92, '0.94' 0.9400000000000001, '0.96' 0.96, '0.98' 0.98, '1.00' 1)
set yrange [2.7:0.3]
set ytics ('subtype: bacteria (242)' 1, 'subtype: virus (141)' 2)
set label 'sensitivity' at screen 0.23462, screen 0.57362 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.9843342036553525, graph 0 to first 0.9843342036553525, graph 1 nohead back linewidth 2 dashtype (8,6) linecolor rgb '#595959'
plot \
    'subgroups.csv' skip 1 using ($1 == 1 && $6 == 0 ? $3 : NaN):2:4:5 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 1.8 linewidth 2.5, \
    'subgroups.csv' skip 1 using ($1 == 1 && $6 == 1 ? $3 : NaN):2:4:5 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 1.8 linewidth 2.5
unset label
unset arrow
unset logscale
set lmargin at screen 0.61481
set rmargin at screen 0.96667
set tmargin at screen 0.52147
set bmargin at screen 0.21472
set xrange [0.845051:0.9762]
set xtics ('0.86' 0.86, '0.90' 0.9, '0.94' 0.9400000000000001)
set yrange [2.7:0.3]
set ytics ('' 1, '' 2)
set label 'AUROC' at screen 0.61481, screen 0.57362 left font 'DejaVu Sans Bold,14' textcolor rgb '#222222'
set arrow from first 0.9229430273816697, graph 0 to first 0.9229430273816697, graph 1 nohead back linewidth 2 dashtype (8,6) linecolor rgb '#595959'
plot \
    'subgroups.csv' skip 1 using ($1 == 2 && $6 == 0 ? $3 : NaN):2:4:5 with xerrorbars pointtype 7 linecolor rgb '#0072b2' pointsize 1.8 linewidth 2.5, \
    'subgroups.csv' skip 1 using ($1 == 2 && $6 == 1 ? $3 : NaN):2:4:5 with xerrorbars pointtype 13 linecolor rgb '#d55e00' pointsize 1.8 linewidth 2.5
unset label
unset arrow
unset multiplot
