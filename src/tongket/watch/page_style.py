"""The style of the page of signals: two columns on a screen, one on paper and on a telephone."""

STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1a1a1a;font:1rem/1.5 "Liberation Serif","Times New Roman",Tinos,serif}
header,main,footer{max-width:82rem;margin:0 auto;padding:0 1.2rem}
.mark{margin:0;padding:.3rem;text-align:center;font-weight:700;background:#9b1c1c;color:#fff}
h1{font-size:1.5rem;margin:1rem 0 .2rem}h2{font-size:1.2rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #9a9a94}
h3{font-size:1.05rem;margin:1.2rem 0 .4rem}p{margin:.4rem 0}.note{font-size:.9rem;color:#444}
.pair{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:1.5rem;align-items:start}
@media (max-width:60rem){.pair{grid-template-columns:1fr}}
.maps svg{display:block;width:100%;height:auto;border:1px solid #d5d9dd;margin-bottom:.3rem}
ol.list{list-style:none;margin:0;padding:0}
ol.list>li{border-left:4px solid #b3480f;padding:.2rem 0 .5rem .8rem;margin-bottom:.9rem}
ol.list>li.cluster{border-color:#8f1d2c}ol.list>li.near_repeat{border-color:#6b7480}
ol.list>li.hot_spot{border:0;padding:0;margin:0 0 .25rem}
.no{display:inline-block;min-width:1.5rem;padding:0 .4rem;border-radius:.75rem;text-align:center;font-weight:700}
.no{background:#b3480f;color:#fff}
.cluster .no{background:#8f1d2c}.near_repeat .no{background:#6b7480}.hot_spot .no{background:#0b4a82}
.facts{font-variant-numeric:tabular-nums;font-size:.95rem}.facts b{font-size:1.05rem}
details{font-size:.9rem}summary{cursor:pointer}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums;margin:.4rem 0}
th,td{border:1px solid #b9bec4;padding:.15rem .5rem;text-align:right}th:first-child,td:first-child{text-align:left}
thead th{background:#f1f2f4}.scroll{overflow-x:auto}code{font-size:.85em;overflow-wrap:anywhere}
footer{font-size:.9rem;margin-top:2rem;padding-bottom:3rem;border-top:1px solid #9a9a94}
@media print{.pair{display:block}details>*{display:block}li,figure,table{break-inside:avoid}@page{size:A4;margin:15mm}}
"""
