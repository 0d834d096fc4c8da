# Test accuracy by network and schedule. Draws accuracy_grid.png from accuracy_grid.csv: gnuplot accuracy_grid.gp
# As SVG or PDF: gnuplot -e "format='svg'" accuracy_grid.gp
if (!exists('format')) format = 'png'
if (format eq 'png') set terminal pngcairo size 1200,666 noenhanced background '#ffffff' font 'DejaVu Sans,16' linewidth 1
if (format eq 'svg') set terminal svg size 1200,666 dynamic noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1.333 linewidth 1
if (format eq 'pdf') set terminal pdfcairo size 12.500in,6.938in noenhanced background '#ffffff' font 'DejaVu Sans,16' fontscale 1 linewidth 1
set output 'accuracy_grid.'.format
set encoding utf8
set datafile separator comma
set datafile commentschars ''
set lmargin at screen 0.24633
set rmargin at screen 0.97500
set tmargin at screen 0.81381
set bmargin at screen 0.13213
set border 3 back linewidth 1.5 linecolor rgb '#8c8c8c'
set grid xtics ytics back linetype 1 linewidth 1.2 linecolor rgb '#e3e3e3'
set tics nomirror out scale 0.6 textcolor rgb '#222222'
unset key
set label 'Test accuracy by network and schedule' at screen 0.02000, screen 0.94895 left front font 'DejaVu Sans Bold,21' textcolor rgb '#222222'
set label 'Test accuracy (%) at the epoch with the highest val_accuracy (the first of equals); darker is higher.' at screen 0.02000, screen 0.89489 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set label 'Below: standard deviation over the seeds.' at screen 0.02000, screen 0.85586 left front font 'DejaVu Sans,14' textcolor rgb '#595959'
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:1200]
set yrange [0:666]
unset border
unset tics
unset grid
unset colorbox
set palette defined (0 '#f4f8fc', 1 '#a6cbe6', 2 '#3f86bd', 3 '#08457e')
set cbrange [76.762821:83.440171]
set label 'constant' at screen 0.23633, screen 0.76577 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'step' at screen 0.23633, screen 0.66967 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'cosine' at screen 0.23633, screen 0.57357 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'exponential' at screen 0.23633, screen 0.47748 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'polynomial' at screen 0.23633, screen 0.38138 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'naturalExponential' at screen 0.23633, screen 0.28529 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'staircase' at screen 0.23633, screen 0.18919 right font 'DejaVu Sans,15' textcolor rgb '#222222'
set label 'vgg16' at screen 0.33383, screen 0.11111 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'alexnet' at screen 0.50883, screen 0.11111 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'resnet50' at screen 0.68383, screen 0.11111 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'densenet201' at screen 0.85883, screen 0.11111 center font 'DejaVu Sans,13' textcolor rgb '#222222'
set label 'network' at screen 0.59633, screen 0.04204 center font 'DejaVu Sans,16' textcolor rgb '#222222'
set label 'schedule' at screen 0.02500, screen 0.47748 center rotate by 90 font 'DejaVu Sans,16' textcolor rgb '#222222'
x(b, c) = 295.6 + (int(b - 1) % 1) * 840.0 + (c - 0.5) * 210.0
y(b, r) = 542.0 - (int(b - 1) / 1) * 448.0 - (r - 0.5) * 64.0
set label '81.7' at first x(1, 1), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.7' at first x(1, 1), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '81.1' at first x(1, 2), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.2' at first x(1, 2), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '77.4' at first x(1, 3), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.6' at first x(1, 3), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.7' at first x(1, 4), first y(1, 1) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.4' at first x(1, 4), first y(1, 1) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '76.8' at first x(1, 1), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.5' at first x(1, 1), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '83.4' at first x(1, 2), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.7' at first x(1, 2), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '76.9' at first x(1, 3), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.6' at first x(1, 3), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.5' at first x(1, 4), first y(1, 2) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.5' at first x(1, 4), first y(1, 2) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '78.5' at first x(1, 1), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 2.3' at first x(1, 1), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '81.7' at first x(1, 2), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.4' at first x(1, 2), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '78.3' at first x(1, 3), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.8' at first x(1, 3), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '78.2' at first x(1, 4), first y(1, 3) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.4' at first x(1, 4), first y(1, 3) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '81.5' at first x(1, 1), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.6' at first x(1, 1), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '81.5' at first x(1, 2), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.3' at first x(1, 2), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '77.4' at first x(1, 3), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.6' at first x(1, 3), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.6' at first x(1, 4), first y(1, 4) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.5' at first x(1, 4), first y(1, 4) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.2' at first x(1, 1), first y(1, 5) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 2.3' at first x(1, 1), first y(1, 5) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '82.8' at first x(1, 2), first y(1, 5) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 1.2' at first x(1, 2), first y(1, 5) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '77.1' at first x(1, 3), first y(1, 5) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.6' at first x(1, 3), first y(1, 5) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.7' at first x(1, 4), first y(1, 5) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.3' at first x(1, 4), first y(1, 5) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '81.7' at first x(1, 1), first y(1, 6) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.7' at first x(1, 1), first y(1, 6) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '81.1' at first x(1, 2), first y(1, 6) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.2' at first x(1, 2), first y(1, 6) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '77.4' at first x(1, 3), first y(1, 6) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 0.6' at first x(1, 3), first y(1, 6) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.8' at first x(1, 4), first y(1, 6) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.7' at first x(1, 4), first y(1, 6) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '81.4' at first x(1, 1), first y(1, 7) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.6' at first x(1, 1), first y(1, 7) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '81.7' at first x(1, 2), first y(1, 7) + 10.2 center front font ',15' textcolor rgb '#ffffff'
set label '± 0.4' at first x(1, 2), first y(1, 7) - 13.4 center front font ',12' textcolor rgb '#ffffff'
set label '77.5' at first x(1, 3), first y(1, 7) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.0' at first x(1, 3), first y(1, 7) - 13.4 center front font ',12' textcolor rgb '#222222'
set label '77.6' at first x(1, 4), first y(1, 7) + 10.2 center front font ',15' textcolor rgb '#222222'
set label '± 1.5' at first x(1, 4), first y(1, 7) - 13.4 center front font ',12' textcolor rgb '#222222'
plot 'accuracy_grid.csv' skip 1 using (x($1, $3)):(y($1, $2)):(x($1, $3) - 103.5):(x($1, $3) + 103.5):(y($1, $2) - 30.5):(y($1, $2) + 30.5):4 with boxxyerror fillstyle solid noborder linecolor palette
