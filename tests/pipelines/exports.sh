# exports.sh: the small incident as other systems export it. Sourced, behind incident.sh.
# shellcheck shell=bash disable=SC2154

# workbook FILE SHEET: a workbook of two sheets (the other is hidden notes) from CSV on stdin, where a cell @YYYY-MM-DD[Thh:mm:ss]
# is a date cell and #N a number. Its second row of data is hidden, and empty cells at the end of a row are not written.
workbook() {
	/usr/bin/python3 -c '
import csv, datetime, sys
import openpyxl
book = openpyxl.Workbook()
notes = book.active
notes.title = "Notas & más"
notes.append(["Nada"])
notes.sheet_state = "hidden"
sheet = book.create_sheet(sys.argv[2])
for number, row in enumerate(csv.reader(sys.stdin), 1):
    for column, text in enumerate(row, 1):
        if text == "":
            continue
        cell = sheet.cell(number, column)
        if text[0] == "@":
            cell.value = datetime.datetime.fromisoformat(text[1:])
            cell.number_format = "d/m/yyyy h:mm:ss" if "T" in text else "d/m/yyyy"
        elif text[0] == "#":
            cell.value = float(text[1:])
        else:
            cell.value = text
sheet.row_dimensions[3].hidden = True
book.active = 1
book.save(sys.argv[1])' "$@"
}

# exported NAME: the incident `small`, as it comes out of a web form, two CRMs, a register of consents, Mailchimp, Brevo and a folder of sent mail.
exported() {
	small "$1"
	cd "$work/$1" || exit 2
	mkdir profiles
	sed -n 's/^\(P[0-9]*\),\([^,]*\),,\([^,]*\),es,2015-12-18T10:00:00Z,$/\1,\2,\3,es,@2015-12-18T11:00:00/p' dumps/people.csv |
		sed '1i Número,Correo electrónico,Nombre completo,Idioma,Fecha y hora' | workbook dumps/sorteo.xlsx 'Respuestas de formulario 1'
	cat >dumps/contactos.csv <<-'END'
		Record Id,Contact Owner,Email,First Name,Last Name,Created Time
		C1,Ventas,ben@example.com,Ben,,2014-05-01 02:00:00
		C2,Ventas,carla@example.com,Carla,,2014-05-01 02:00:00
	END
	cat >dumps/clientes.csv <<-'END'
		Record ID,First Name,Email,Create Date,Lifecycle Stage,Became a customer date
		C3,Dora,dora@example.com,2014-04-30 12:00,Customer,2014-05-01 02:00
		C4,Eva,eva@example.com,2014-04-30 12:00,Customer,2014-05-01 02:00
	END
	cat >profiles/registro.csv <<-'END'
		what,name,value,means,language,note
		system,,Registro,,,
		holds,,consents,,,
		grade,,seen,,,the test
		charset,,utf-8,,,
		charset,,windows-1252,,,
		delimiter,,;,,,
		recognise,event,Suceso,,,
		recognise,evidence,Prueba,,,
		column,email,Correo,,,
		column,event,Suceso,,,
		column,at,Cuándo,,,
		column,evidence,Prueba,,,
		column,purpose,Finalidad,,,
		word,event,alta,optin,,
		word,event,oposición,objection,,
		word,evidence,sí,proven,,
		word,evidence,no,weak,,
		dates,,D/M/YYYY h:mm,,,
	END
	iconv -f utf-8 -t windows-1252 >dumps/consentimientos.csv <<-'END'
		Correo;Suceso;Cuándo;Prueba;Finalidad
		fran@example.com;Alta;1/5/2016 2:00;sí;marketing
		hugo@example.com;Oposición;5/1/2016 1:00;sí;
	END
	mkdir sent
	{ echo '"Email Address","First Name","Last Name"' && grep ,spring, dumps/sends-1.csv | cut -d, -f2 | sed 's/$/,,/'; } >'sent/spring [1]^.csv'
	{ echo '"Email Address","First Name","Last Name"' && grep ,draw, dumps/sends-1.csv | cut -d, -f2 | sed 's/$/,,/'; } >sent/sorteo-año.csv
	echo 'What is this?' >sent/README
	zip -qr dumps/mc.zip sent
	{
		echo st_text,ts,sub,frm,email,tag,mid,link
		sed '1d; /^m14/d; s/,delivered$/,Delivered/; s/,bounced_hard$/,Hard bounce/' dumps/sends-2.csv | while IFS=, read -r id email _ at tag outcome; do
			printf '%s,%s:00:00,Novedades,info@example.com,%s,%s,%s,NA\n' "$outcome" \
				"$(TZ=Europe/Madrid date -d "$at" '+%d-%m-%Y %H')" "$email" "$tag" "$id"
		done
	} | zstd -q >dumps/brevo.csv.zst
	mkdir -p dumps/Sent/cur dumps/Sent/new dumps/Sent/tmp
	printf '%s\n' 'From: Ana Ventas <ventas@example.com>' 'To: "Nora, la alta" <NORA@example.com>' 'Subject: =?utf-8?q?spring?=' \
		'Date: Wed, 02 Mar 2016 11:00:00 +0100' 'Message-ID: <m14@mail.example.com>' '' 'Hola' >dumps/Sent/cur/1456912800.1.mail:2,S
	mv dumps/campaigns.csv campaigns.csv
	rm -r sent dumps/people.csv dumps/customers.csv dumps/consents.csv dumps/sends-?.csv
	cat >inputs.csv <<-'END'
		file,system,profile,holds,campaign,sent_at,outcome,time_zone,encoding,reader
		dumps/sorteo.xlsx/Respuestas de formulario 1,web form,web-form,people,,,,Europe/Madrid,,
		dumps/contactos.csv,Zoho CRM,zoho-crm-contacts,customers,,,,Europe/Madrid,,
		dumps/clientes.csv,HubSpot,hubspot-contacts,customers,,,,Europe/Madrid,,
		dumps/consentimientos.csv,Registro,registro,consents,,,,Europe/Madrid,windows-1252,
		dumps/mc.zip/sent/spring*.csv,Mailchimp,mailchimp-campaign-sent,sends,spring,2016-03-01T10:00:00Z,delivered,,,
		dumps/mc.zip/sent/sorteo-año.csv,Mailchimp,mailchimp-campaign-sent,sends,draw,2016-02-10T10:00:00Z,delivered,,,
		dumps/brevo.csv.zst,Brevo,brevo-logs,sends,,,,Europe/Madrid,,zstd -dc
		dumps/Sent,mail,sent-folder,sends,,,delivered,,,
	END
	sed -i 's#dumps/sends-2.csv#dumps/brevo.csv.zst#' decisions.csv
	cd "$work" || exit 2
}
