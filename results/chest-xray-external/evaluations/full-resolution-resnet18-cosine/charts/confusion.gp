# Confusion matrix. Draws confusion.png from confusion.csv: gnuplot confusion.gp
# As SVG or PDF: gnuplot -e "format='svg'" confusion.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,346 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,346 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,3.604in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'confusion.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.20067
set rmargin at screen 0.97500
set tmargin at screen 0.71676
set bmargin at screen 0.25434
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Confusion matrix' at screen 0.02000, screen 0.90173 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Percentage and number of the images of each actual class; 52 images.' at screen 0.02000, screen 0.79769 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:1200]
set yrange [0:346]
unset border
unset tics
unset grid
unset colorbox
set palette defined (0 '#f4f8fc', 1 '#a6cbe6', 2 '#3f86bd', 3 '#08457e')
set cbrange [0:1]
set label 'most probable class' at screen 0.20150, screen 0.68786 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'actual NORMAL' at screen 0.19067, screen 0.56936 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'actual PNEUMONIA' at screen 0.19067, screen 0.41329 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.28817, screen 0.27746 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.46317, screen 0.27746 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'at the threshold 0.916' at screen 0.57317, screen 0.68786 left font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'NORMAL' at screen 0.65983, screen 0.27746 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'PNEUMONIA' at screen 0.83483, screen 0.27746 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'predicted class' at screen 0.56150, screen 0.08092 center font 'DejaVu Sans,16' textcolor rgb '#222222'
x(b, c) = 240.8 + (int(b - 1) % 2) * 446.0 + (c - 0.5) * 210.0
y(b, r) = 224.0 - (int(b - 1) / 2) * 154.0 - (r - 0.5) * 54.0
set label '83%' at first x(1, 1), first y(1, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '10' at first x(1, 1), first y(1, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '17%' at first x(1, 2), first y(1, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '2' at first x(1, 2), first y(1, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '0%' at first x(1, 1), first y(1, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '0' at first x(1, 1), first y(1, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '100%' at first x(1, 2), first y(1, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '40' at first x(1, 2), first y(1, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '92%' at first x(2, 1), first y(2, 1) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '11' at first x(2, 1), first y(2, 1) - 11.3 center front font ',12' textcolor rgb '#ffffff'
set label '8%' at first x(2, 2), first y(2, 1) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '1' at first x(2, 2), first y(2, 1) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '10%' at first x(2, 1), first y(2, 2) + 8.6 center front font ',15' textcolor rgb '#222222'
set label '4' at first x(2, 1), first y(2, 2) - 11.3 center front font ',12' textcolor rgb '#222222'
set label '90%' at first x(2, 2), first y(2, 2) + 8.6 center front font ',15' textcolor rgb '#ffffff'
set label '36' at first x(2, 2), first y(2, 2) - 11.3 center front font ',12' textcolor rgb '#ffffff'
plot 'confusion.csv' skip 1 using (x($1, $3)):(y($1, $2)):(x($1, $3) - 103.5):(x($1, $3) + 103.5):(y($1, $2) - 25.5):(y($1, $2) + 25.5):4 with boxxyerror fillstyle solid noborder linecolor palette
