"""What addresses of the sites of `data/sites` look like; slugs are shortened or made up."""

ADDRESSES = {
    "mattran": (
        ["/hoat-dong-mat-tran-dia-phuong/trao-nha-dai-doan-ket-54485.html", "/chuong-trinh-phoi-hop/bai-64083.html"],
        ["/hoat-dong/?page=2", "/hoat-dong/?bydate=04-12-2025&page=1", "/tags/VGnhu4FuIEdpYW5n/tien-giang-2025.html"],
    ),
    "tapchimattran": (
        ["/nghien-cuu/bai-11452.html", "/dai-doan-ket/bai-55413.html"],
        ["/thoi-su/", "/thoi-su/?page=2"],
    ),
    "daidoanket": (
        [
            "/ngay-hoi-dai-doan-ket-o-khu-dan-cu-10293037.html",
            "/mat-tran-da-nang-tang-cuong-suc-manh.html",
            "/mat-tran/tong-ket-5-nam-tintuc422214",
        ],
        ["/mat-tran/cac-cuoc-van-dong", "/tag/dan-sinh-db236ee1", "/chuyen-muc/tin-tuc-mat-tran-to-quoc.html", "/"],
    ),
    "dangcongsan": (
        ["/mattrantq/tin-tuc-hoat-dong/son-la-ban-giao-nha-dai-doan-ket.html"],
        [
            "/mattrantq/",
            "/mattrantq/tin-tuc-hoat-dong",
            "/mattrantq/tin-tuc-hoat-dong.html",
            "/the-gioi/bai-712345.html",
        ],
    ),
    "dongnai": (
        ["/vi/news/tin-hoat-dong/ban-giao-nha-264.html"],
        ["/vi/news/tin-hoat-dong/", "/vi/news/page-2/", "/vi/news/rss/"],
    ),
    "tayninh": (
        ["/vi/news/tin-noi-bat/-y-ban-mttqvn-t-nh-th-m-ch-c-m-ng-18786.html"],
        ["/vi/news/thong-tin-hoat-dong/page-7", "/vi/news/thong-tin-hoat-dong/"],
    ),
    "hochiminh": (
        ["/tin-tuc/chitiet/8316/categoryid/5/phuong-cho-quan-kien-toan", "/tin-tuc/chitiet/7349/quan-tan-binh-to-chuc"],
        ["/tin-tuc", "/tin-tuc/categoryid/5", "/"],
    ),
    "thaibinh": (
        ["/Tin-Tuc/Van-Hoa/727_Hoi-nghi-lan-thu-Ba,-nhiem-ki-2019-2024"],
        ["/tin-tuc-su-kien/page-12.htm", "/phong-trao-thi-dua-3091.html", "/hd-cua-cac-tctv-3094.html"],
    ),
    "bentre": (["/noi-dung/10-su-kien-hoat-dong-tieu-bieu.html"], ["/noi-dung", "/noi-dung/", "/"]),
    "hungyen": (["/dai-hoi-dai-bieu-mat-tran-to-quoc-c28868.html"], ["/tin-hoat-dong-c12.html", "/"]),
    "camau": (["/hoi-nghi-trien-khai-giam-sat.247", "/dai-hoi-dai-bieu-mttq.1422"], ["/tin-tuc.12", "/", "/tin-tuc"]),
    "yenbai": (
        [
            "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=16&l=Hoctaptutuongdaoduc",
            "/noidung/tintuc/pages/Chi-Tiet-Tin-Tuc.aspx?l=Tinhoatdong++&ItemID=890",
        ],
        ["/noidung/tintuc/Pages/danh-sach.aspx?l=Tinhoatdong+&lv=25&page=5", "/noidung/tintuc/Pages/default.aspx"],
    ),
    "gialai": (
        ["/kkk/Tin-hoat-%C4%91ong-UBND-huyen/Hoi-nghi-so-ket-(3).aspx?page=24", "/kkk/Tin/Bai-(3).aspx"],
        ["/kkk/Tin-hoat-%C4%91ong-UBND-huyen.aspx", "/kkk/Tin-hoat-%C4%91ong-UBND-huyen.aspx?page=24"],
    ),
    "quangngai": (
        ["/i6520-nghiem-thu-ban-giao-nha-dai-doan-ket.aspx", "/print.aspx?postid=123"],
        ["/c12-tin-hoat-dong.aspx", "/default.aspx", "/rss.aspx?postid=123"],
    ),
    "quangbinh": (["/3cms/Ban-in-507.htm?art=1543517857655"], ["/3cms/", "/3cms/tin-tuc.htm?cat=1543"]),
    "binhthuan": (
        ["/Tin-tức/post/18168/hoi-nghi-tong-ket.aspx"],
        ["/Tin-tức", "/Tin-tức/category/18168/tin.aspx", "/Tin-tức/post/18168"],
    ),
    "ninhbinh": (
        ["/tin-hoat-dong/tin-hoat-dong-mttq-tinh/30-hoi-nghi"],
        ["/tin-hoat-dong/tin-hoat-dong-mttq-tinh?start=5", "/tin-hoat-dong/tin-hoat-dong-mttq-tinh"],
    ),
    "namdinh": (["/tin-nguoi-ngheo-detail.aspx?id=83"], ["/tin-nguoi-ngheo.aspx", "/tin-nguoi-ngheo.aspx?id=83"]),
    "hatinh": (
        ["/ubmttq/portal/folder/tin-tuc/news/hoi-nghi-tong-ket.html"],
        ["/ubmttq/portal/folder/tin-tuc/27.html", "/dbnd/portal/folder/tin-tuc/news/hoi-nghi.html", "/ubmttq/"],
    ),
    "lamdong": (
        [
            "/VI-VN/A/MTTQ/HOATDONG/Pages/V%C4%83nki%C3%AA%CC%A3n%C4%90aiho%CC%A3iMTTQ.aspx",
            "/vi-VN/a/mttq/tintuc/Pages/Hoinghitongketcongtacmattran.aspx",
        ],
        ["/vi-VN/a/mttq/Pages/default.aspx", "/VI-VN/A/MTTQ/", "/vi-VN/a/sotc/tin/Pages/Hoinghitongketcongtac.aspx"],
    ),
    "ninhthuan": (
        ["/chinhquyen/ubmttq/Pages/2020-9-24/Kiem-tra-quan-ly-su-dung-cac-nguon-quygaykd6fqr.aspx"],
        ["/chinhquyen/ubmttq/Pages/default.aspx", "/chinhquyen/sotc/Pages/2020-9-24/Hoi-nghigaykd6.aspx"],
    ),
    "namtramy": (
        ["/tin-tuc-su-kien/hoi-nghi-tong-ket-20-nam-304.html"],
        ["/tin-tuc-su-kien/", "/tin-tuc-su-kien/page-2/"],
    ),
    "danang-gov": (
        ["/web/guest/chi-tiet?id=35289&_c=3,9", "/web/guest/chi-tiet?_c=3,9&id=35289"],
        ["/web/guest/chi-tiet", "/web/guest/danh-sach?id=35289", "/web/guest/chi-tiet?_c=3,9"],
    ),
    "yenbai-gov": (
        ["/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=32748&l=Tintrongtinh%2F" + "+" * 80 + "&lv=4"],
        ["/noidung/tintuc/Pages/danh-sach-tin.aspx?l=Tintrongtinh&lv=4"],
    ),
    "dongnai-gov": (
        ["/vi/news/Chinh-tri/ban-giao-nha-14456.html"],
        ["/en/news/Economy/bai-4950.html", "/vi/news/savefile/Chinh-tri/bai-14456.html", "/vi/news/Chinh-tri/page-2/"],
    ),
    "dongnai-dcs": (["/hoi-nghi-tong-ket-cong-tac-mat-tran-34696"], ["/tin-hoat-dong-2025", "/mat-tran-doan-the", "/"]),
    "quangninh-gov": (
        ["/Trang/ChiTietTinTuc.aspx?nid=113139", "/trang/chitiettintuc.aspx?nid=113139"],
        ["/Trang/TinTuc.aspx?cid=12", "/Trang/default.aspx"],
    ),
    "haiphong-gov": (
        ["/tin-tuc-su-kien/dai-hoi-mat-tran-to-quoc-viet-nam-thanh-pho-783841"],
        ["/tin-tuc-su-kien", "/tin-tuc-su-kien/page-2", "/van-ban/quyet-dinh-783841"],
    ),
    "dienbien-gov": (
        [
            "/portal/Pages/2020-5-29/Nam-2019-ho-tro-nha-ogaykd6fqr.aspx",
            "/portal/pages/2023-01-30/Hoi-nghi-468686.aspx",
        ],
        ["/portal/Pages/default.aspx", "/portal/Pages/Tin-tuc.aspx"],
    ),
    "namdinh-gov": (["/portal/Pages/2020-5-29/Hoi-nghi-tong-ketgaykd6fqr.aspx"], ["/portal/Pages/default.aspx"]),
    "backan": (
        ["/vi-vn/tin-tuc/tin-trong-tinh-46/tham-%E2%80%9Cngay-hoi%E2%80%9D/2944"],
        ["/vi-vn/tin-tuc/tin-trong-tinh-46", "/vi-vn/tin-tuc", "/vi-vn/tin-tuc/tin-trong-tinh-46/2"],
    ),
    "tuyengiaoangiang": (
        ["/xay-dung-dang/dan-van/11191-viếng-nhà-bia.html"],
        ["/xay-dung-dang/dan-van", "/xay-dung-dang/dan-van?start=10", "/xay-dung-dang/to-chuc/11191-hoi-nghi.html"],
    ),
    "doluong-gov": (
        ["/ngay-hoi-dai-doan-ket-toan-dan-toc/"],
        ["/category/tin-tuc-su-kien-trong-huyen/", "/page/2/", "/author/admin/page/641", "/gioi-thieu/"],
    ),
    "danvanhungyen": (
        ["/hoi-nghi-so-ket-cong-tac-dan-van.html"],
        ["/tin-tuc.html", "/cong-tac-dan-van-cua-tinh.html", "/hoi-nghi-so-ket-cong-tac-dan-van/"],
    ),
    "vinhphuctv": (
        [
            "/Qu%E1%BA%A3n-tr%E1%BB%8B/Tin-t%E1%BB%A9c-chung/ID/298612/Hoi-nghi%20tong",
            "/tin-bai/xa-hoi/bai/51-800-273106",
        ],
        ["/Chuyên-mục-tin-tức/cat/780/lapg-6697/40", "/tin-bai/xa-hoi"],
    ),
}
"""By site: addresses of articles in the form that is known of them, and of pages that are none."""

UNSEEN = {"phuhoadong", "kienhai", "nongdanbacgiang"}
"""Sites of which no article's address is known: their family's pattern has to do."""

VERIFIED: frozenset[str] = frozenset()
"""Sites that somebody has held against the live portal."""
