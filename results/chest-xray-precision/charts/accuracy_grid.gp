# Test accuracy by training.precision and network. Draws accuracy_grid.png from accuracy_grid.csv: gnuplot accuracy_grid.gp
# As SVG or PDF: gnuplot -e "format='svg'" accuracy_grid.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,474 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,474 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,4.938in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'accuracy_grid.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.18800
set rmargin at screen 0.97500
set tmargin at screen 0.73840
set bmargin at screen 0.18565
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy by training.precision and network' at screen 0.02000, screen 0.92827 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Test accuracy (%) at the epoch with the highest val_accuracy; darker is higher.' at screen 0.02000, screen 0.85232 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Below: standard deviation over the seeds.' at screen 0.02000, screen 0.79747 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:1200]
set yrange [0:474]
unset border
unset tics
unset grid
unset colorbox
set palette defined (0 '#f4f8fc', 1 '#a6cbe6', 2 '#3f86bd', 3 '#08457e')
set cbrange [69.337607:85.416667]
set label 'alexnet' at screen 0.17800, screen 0.67089 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'resnet50' at screen 0.17800, screen 0.53586 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'densenet201' at screen 0.17800, screen 0.40084 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'vgg16' at screen 0.17800, screen 0.26582 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'fp32' at screen 0.27550, screen 0.15612 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'bf16' at screen 0.45050, screen 0.15612 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'training.precision' at screen 0.36300, screen 0.05907 center font 'DejaVu Sans,16' textcolor rgb '#222222'
set label 'network' at screen 0.02500, screen 0.46835 center rotate by 90 font 'DejaVu Sans,16' textcolor rgb '#222222'
x(b, c) = 225.6 + (int(b - 1) % 1) * 420.0 + (c - 0.5) * 210.0
y(b, r) = 350.0 - (int(b - 1) / 1) * 256.0 - (r - 0.5) * 64.0
set label '85.4' at first x(1, 1), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 2.9' at first x(1, 1), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '85.4' at first x(1, 2), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 2.7' at first x(1, 2), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '69.3' at first x(1, 1), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.3' at first x(1, 1), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '69.9' at first x(1, 2), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.8' at first x(1, 2), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '79.6' at first x(1, 1), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 1.5' at first x(1, 1), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '80.1' at first x(1, 2), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 2.8' at first x(1, 2), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '84.8' at first x(1, 1), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 1.8' at first x(1, 1), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '85.0' at first x(1, 2), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 2.0' at first x(1, 2), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#ffffff'
plot 'accuracy_grid.csv' skip 1 using (x($1, $3)):(y($1, $2)):(x($1, $3) - 103.5):(x($1, $3) + 103.5):(y($1, $2) - 30.5):(y($1, $2) + 30.5):4 with boxxyerror fillstyle solid noborder linecolor palette
