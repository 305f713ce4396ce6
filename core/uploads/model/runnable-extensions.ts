/**
 * Ends of names that a system runs, mounts, follows or shows as a page when a user opens the file:
 * programs, scripts, shortcuts, disk images, documents with macros and web pages. From Windows'
 * Smart App Control, Chromium's file type policies and the ends that macOS and Linux start.
 */
const lists = {
  programs:
    'app appimage application appref-ms appx appxbundle apk air class com cpl deb dll drv ' +
    'dylib efi elf exe gadget ipa jar jnlp msi msix msixbundle msp mst ocx pif pkg plugin prg ' +
    'ppkg pyd pyz pyzw rpm run scr snap so sys vxd wcx xap xbap xpi crx oxt mpkg action workflow',
  scripts:
    'applescript asp aspx bas bash bat bsh cgi cmd command csh cshtml csx fish groovy hta js ' +
    'jse jsp jspx ksh lua mjs cjs msh msh1 msh2 mshxml php phtml php3 php5 phar pl pm ps1 ps1xml ' +
    'ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw rb scpt scptd sct sh shb shs swf tcl ' +
    'terminal tool vb vba vbe vbs vbscript ws wsc wsf wsh zsh wasm',
  settings:
    'ade adp cer chm cnt crt der diagcab fxp grp hlp inf ins isp its library-ms mad maf mag mam ' +
    'maq mar mas mau mav maw mcf mda mdb mde mdt mdw mdz mof msc osd pcd printerexport prf ' +
    'reg rdp search-ms searchconnector-ms settingcontent-ms themepack theme udl vsmacros vsw wll ' +
    'wim mobileconfig provisionprofile service desktop',
  shortcuts: 'fileloc ftploc inetloc lnk scf url webloc website xnk glk directory',
  images: 'dmg img iso cdr sparseimage sparsebundle toast udf vhd vhdx vmdk smi',
  macros:
    'accda accde accdr docm dot dotm iqy oqy one onepkg potm ppa ppam ppsm pptm rqy sldm slk ' +
    'wiz xla xlam xlb xll xlm xlsb xlsm xlt xltm odc',
  pages:
    'eml htc htm html hxt mht mhtml shtm shtml svg svgz xht xhtm xhtml xml xsl xslt rss atom ' +
    'rdf dhtml stm',
};

/** By extension in lower case. */
export const runnableExtensions: ReadonlySet<string> = new Set(
  Object.values(lists).flatMap((list) => list.split(' ')),
);
